import type { Frame } from "./abstract.ts";
import type { AccessStep } from "./access.ts";
import { noteCheck } from "./findings.ts";
import type { FlowValue } from "./flow-facts.ts";
import type { Follower } from "./follower.ts";
import { evaluate } from "./values.ts";

/** What deployments are called that strangers do not know. */
const FOR_TESTS = /^(?:test|testing|e2e|ci|dev|develop|development|local)$/iu;
/** Longer chains of names come round in circles. */
const MAX_STEPS = 4;

/**
 * Notes a throwing test that asks for nothing but whether the deployment is one for tests: `process.env.NODE_ENV !== "test"`.
 * What is only chosen by that, `isTest ? "test" : process.env.KEY`, tells nothing where it is missing.
 */
export function noteDeployment(value: FlowValue, frame: Frame, follower: Follower, step: AccessStep): void {
  const words = wordsComparedIn(value, frame, follower, 0);
  if (words?.some((word) => FOR_TESTS.test(word))) noteCheck(frame.findings, null, { what: "deployment", chain: [step], throwsOnly: true });
}

/** The words that environment variables are compared with; `undefined` where anything else is asked. */
function wordsComparedIn(value: FlowValue, frame: Frame, follower: Follower, steps: number): readonly string[] | undefined {
  if (steps > MAX_STEPS) return undefined;
  switch (value.kind) {
    case "comparison": {
      const [left, right] = [evaluate(value.left, frame, follower), evaluate(value.right, frame, follower)];
      const word = left.kind === "string" ? left.value : right.kind === "string" ? right.value : undefined;
      const variable = left.kind === "string" ? right : left;
      return word !== undefined && variable.kind === "global" && variable.path[0] === "process" && variable.path[1] === "env" ? [word] : undefined;
    }
    case "choice":
    case "mixture": {
      const parts = (value.kind === "choice" ? value.options : value.parts).map((part) => wordsComparedIn(part, frame, follower, steps + 1));
      const known = parts.filter((words) => words !== undefined);
      return known.length === parts.length ? known.flat() : undefined;
    }
    case "name": {
      const declaration = frame.flow.facts.declarations[value.declaration];
      const [only, ...others] = declaration?.values ?? [];
      const isConstant = declaration && !declaration.import && !declaration.parameter && only?.path.length === 0 && others.length === 0;
      return isConstant ? wordsComparedIn(only.value, frame, follower, steps + 1) : undefined;
    }
    default:
      return undefined;
  }
}
