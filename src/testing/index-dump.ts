import { rules } from "../../rules/index.ts";
import { Analysis, FileAnalysis } from "../analysis.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { readSettings } from "../settings.ts";
import { UNKNOWING_ORACLE } from "../types/type-oracle.ts";

/** Returns everything that an index says: its functions, who references them, and what each rule finds, with its edits. */
export function dumpIndex(snapshot: Snapshot): Record<string, unknown> {
  const analysis = new Analysis(snapshot, readSettings({}), UNKNOWING_ORACLE, new Map());
  const functions: Record<string, unknown> = {};
  for (const target of snapshot.functions()) {
    const { references, escapes } = snapshot.callersOf(target);
    functions[`${target.project.directory} ${target.names.join(" ")}`] = {
      key: target.key, at: [target.file, target.range, target.exportedAs], builder: target.builder, tag: target.publicTag,
      references: references.map(summary).sort(), escapes: escapes.map(summary).sort(),
      verdict: analysis.verdicts.of(target).kind, repair: analysis.repair.of(target),
    };
  }
  const findings: Record<string, unknown> = {};
  for (const file of snapshot.linkedFiles()) {
    for (const rule of Object.values(rules)) {
      findings[`${file} ${rule.name}`] = [...rule.find(new FileAnalysis(file, analysis), rule.defaultOptions)].map(({ range, messageId, data, fix, suggestions }) => ({
        range, messageId, data, fix: fix?.(), suggestions: suggestions?.map(({ messageId: id, edits }) => [id, edits()]),
      }));
    }
  }
  return { functions, findings, linked: [...snapshot.linkedFiles()].sort() };
}

/** Everything but the project, which is an object of its own in each index. */
function summary(value: object): string {
  return JSON.stringify(value, (key, part: unknown) => (key === "project" ? (part as { directory: string }).directory : part));
}
