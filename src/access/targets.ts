import type { RegisteredFunction } from "../project/registry.ts";
import type { Abstract } from "./abstract.ts";
import type { Follower } from "./follower.ts";

/** What a function reference in a call leads to. */
type ReferenceTarget =
  | { readonly kind: "function"; readonly function: RegisteredFunction }
  | { readonly kind: "component"; readonly sends: string | undefined }
  | { readonly kind: "unknown" };

/** Returns what a value names that is given where a function reference is expected. */
export function targetOf(reference: Abstract | undefined, file: string, follower: Follower): ReferenceTarget {
  switch (reference?.kind) {
    case "generated": {
      const [root = "", ...path] = reference.path;
      if (root === "components") return { kind: "component", sends: /^(?:resend|email|mail|twilio|push)/iu.test(path[0] ?? "") ? "sends messages" : undefined };
      if (root !== "api" && root !== "internal") return { kind: "unknown" };
      const found = follower.snapshot.registryOf(reference.project).resolve(path);
      return found.kind === "function" ? { kind: "function", function: found.function } : { kind: "unknown" };
    }
    case "string": {
      for (const group of follower.snapshot.projectsOf(file)) {
        for (const project of group) {
          const found = follower.snapshot.registryOf(project).byName(reference.value);
          if (found) return { kind: "function", function: found };
        }
      }
      return { kind: "unknown" };
    }
    case "package": {
      const [root, ...path] = reference.path;
      if (reference.source !== "convex/server" || root !== "anyApi") return { kind: "unknown" };
      const [project] = follower.snapshot.projectsOf(file)[0] ?? [];
      const found = project && follower.snapshot.registryOf(project).resolve(path);
      return found?.kind === "function" ? { kind: "function", function: found.function } : { kind: "unknown" };
    }
    default:
      return { kind: "unknown" };
  }
}

/** Returns what the definition of a function registers; `undefined` where its builder cannot be followed. */
export function registeredTarget(target: RegisteredFunction, follower: Follower): Extract<Abstract, { kind: "registered" }> | undefined {
  const value = definitionValue(target.file, target.definition?.call.range[0], follower);
  return value?.kind === "registered" ? value : undefined;
}

/** Returns what the call at a place of a file gives. */
export function definitionValue(file: string, start: number | undefined, follower: Follower): Abstract | undefined {
  const frame = start === undefined ? undefined : follower.moduleFrame(file);
  const id = frame?.flow.facts.calls.findIndex(({ range }) => range[0] === start) ?? -1;
  if (!frame || id < 0) return undefined;
  // `mutation(…)` and `mutation(…).with(…)` start at the same place; the outermost comes last.
  const last = frame.flow.facts.calls.findLastIndex(({ range }) => range[0] === start);
  return follower.call(last, frame);
}
