import { eslintJson, stylish } from "./eslint.ts";
import type { Format } from "../report.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { markdown } from "./markdown.ts";
import { sarif } from "./sarif.ts";

/** Every format, by the name that `--format` takes. */
export const FORMATS = { stylish, json: eslintJson, sarif, github, gitlab, markdown } as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];
