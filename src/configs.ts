import type { ESLint, Linter } from "eslint";

import type { BoundaryRule } from "./create-rule.ts";

/** The presets: each holds what the one before it holds. */
export type PresetName = "recommended" | "strict" | "all";

const PREFIX = "convex-boundary";

/** Returns the presets, computed from what each rule says of itself. */
export function createConfigs(plugin: ESLint.Plugin, rules: Readonly<Record<string, BoundaryRule>>): Record<PresetName, Linter.Config> {
  const preset = (name: PresetName, includes: (rule: BoundaryRule) => boolean): Linter.Config => ({
    name: `${PREFIX}/${name}`,
    plugins: { [PREFIX]: plugin },
    rules: Object.fromEntries(
      Object.values(rules)
        .filter(includes)
        .map((rule) => [`${PREFIX}/${rule.name}`, entryOf(rule, name)]),
    ),
  });
  return {
    recommended: preset("recommended", (rule) => rule.meta.docs?.recommended === "recommended"),
    strict: preset("strict", (rule) => rule.meta.docs?.recommended !== undefined),
    all: preset("all", () => true),
  };
}

function entryOf({ meta }: BoundaryRule, preset: PresetName): Linter.RuleEntry {
  const severity = meta.docs?.severity ?? "error";
  const options = preset === "recommended" ? undefined : meta.docs?.strictOptions;
  return options ? [severity, ...options] : severity;
}
