import { RuleCreator } from "@typescript-eslint/utils/eslint-utils";
import type { RuleModule as UtilsRuleModule } from "@typescript-eslint/utils/ts-eslint";
import type { JSONSchema4 } from "@typescript-eslint/utils/json-schema";

import type { FileAnalysis } from "./analysis.ts";
import type { Edit } from "./fix/edits.ts";
import type { Range } from "./facts/types.ts";
import { reportFindings } from "./hosts/eslint.ts";

/** What the documentation and the presets take from a rule. */
interface RuleDocs {
  /** The preset that turns the rule on first, with its severity. */
  readonly recommended?: "recommended" | "strict";
  readonly severity?: "error" | "warn";
  /** The options that the presets beyond `recommended` set. */
  readonly strictOptions?: readonly unknown[];
  /** Whether the rule looks at the whole workspace. */
  readonly scope: "project" | "file";
  /** Whether the rule says more with type information. */
  readonly usesTypes: boolean;
}

/** One thing that a rule found. Edits are made when somebody wants them. */
export interface Finding<MessageId extends string> {
  readonly range: Range;
  readonly messageId: MessageId;
  readonly data: Readonly<Record<string, string>>;
  /** The edits of the whole file that belong to this rule; none means no fix. */
  readonly fix?: () => readonly Edit[];
  readonly suggestions?: readonly { readonly messageId: MessageId; readonly data: Readonly<Record<string, string>>; readonly edits: () => readonly Edit[] }[];
}

export interface RuleDefinition<Options extends readonly unknown[], MessageId extends string> {
  readonly name: string;
  readonly meta: {
    readonly type: "problem" | "suggestion";
    readonly docs: RuleDocs & { readonly description: string };
    readonly fixable?: "code";
    readonly hasSuggestions?: true;
    readonly messages: Readonly<Record<MessageId, string>>;
    readonly schema: readonly JSONSchema4[];
  };
  readonly defaultOptions: Options;
  /** Returns what is wrong in one file. Pure: it reads the analysis and nothing else. */
  readonly find: (file: FileAnalysis, options: Options) => Iterable<Finding<MessageId>>;
}

/** An ESLint rule that other hosts can run without ESLint. */
export type BoundaryRule<Options extends readonly unknown[] = readonly unknown[], MessageId extends string = string> = Omit<UtilsRuleModule<MessageId, Options, RuleDocs>, "defaultOptions"> & {
  readonly name: string;
  readonly defaultOptions: Options;
  readonly find: RuleDefinition<Options, MessageId>["find"];
};

const createModule = RuleCreator<RuleDocs>((name) => `https://github.com/eslint-plugin-convex-boundary/eslint-plugin-convex-boundary/blob/main/docs/${name}.md`);

/** Makes an ESLint rule of a function from the facts of the workspace to findings. */
export function createRule<Options extends readonly unknown[], MessageId extends string>(definition: RuleDefinition<Options, MessageId>): BoundaryRule<Options, MessageId> {
  const { name, meta, defaultOptions, find } = definition;
  const module = createModule<Options, MessageId>({
    name,
    // ESLint before 9.15 does not know `meta.defaultOptions`.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    defaultOptions,
    meta: { ...meta, messages: { ...meta.messages }, schema: [...meta.schema] },
    create(context, options) {
      return { Program: () => { reportFindings(context, (file) => find(file, options as Options)); } };
    },
  });
  return { ...module, name, defaultOptions, find };
}
