import type { ESLint, Linter, Rule } from "eslint";

import manifest from "../package.json" with { type: "json" };
import { rules } from "../rules/index.ts";
import { createConfigs, type PresetName } from "./configs.ts";

/** The plugin as ESLint takes it, with presets for flat config. */
export interface ConvexBoundaryPlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Record<string, Rule.RuleModule>;
  readonly configs: Record<PresetName, Linter.Config>;
}

const base = {
  meta: { name: manifest.name, version: manifest.version, namespace: "convex-boundary" },
  // ESLint's own types for rules and those of typescript-eslint describe the same objects.
  rules: rules as unknown as Record<string, Rule.RuleModule>,
};

const plugin: ConvexBoundaryPlugin = Object.assign(base, { configs: {} as Record<PresetName, Linter.Config> });
Object.assign(plugin.configs, createConfigs(plugin, rules));

export default plugin;
