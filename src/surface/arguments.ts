import type { Value } from "../facts/types.ts";
import { builderMaker } from "../project/builder-makers.ts";
import type { RegisteredFunction } from "../project/registry.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { UNKNOWING_ORACLE } from "../types/type-oracle.ts";
import { ArgumentPlans } from "../validators/plans.ts";
import { type FieldShape, type ObjectShape, shapeOf } from "./shape.ts";
import type { SurfaceArguments, SurfaceFunction } from "./surface.ts";

const MAX_STEPS = 8;

/**
 * Reads what callers may send. Types are never asked: an editor, a machine without installed packages and a typed
 * lint run must come to the same shape.
 */
export class ArgumentShapes {
  readonly #snapshot: Snapshot;
  readonly #plans: ArgumentPlans;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#plans = new ArgumentPlans(snapshot, UNKNOWING_ORACLE);
  }

  /** Returns whether the arguments of a function are validated, and what validates them. */
  of(target: RegisteredFunction): Pick<SurfaceFunction, "validated" | "args"> {
    const reading = this.#plans.reading(target);
    if (reading.kind === "missing") return { validated: false, args: "anything" };
    if (reading.kind !== "given") return { validated: "unknown", args: this.#declared(target) };
    const own = shapeOf(this.#plans.validators.read(reading.file, reading.value));
    // `args: v.any()` checks nothing.
    if (own.kind === "name" && own.name === "any") return { validated: false, args: "anything" };
    if (own.kind !== "object") return { validated: true, args: "unknown" };
    return { validated: true, args: target.definition ? this.#withAdded(target.file, target.definition.call.callee, own, 0) : own };
  }

  /** What stands as `args` where nothing tells what the builder makes of it: a change of it is a change to review. */
  #declared({ file, definition }: RegisteredFunction): SurfaceArguments {
    const args = definition?.options.form === "object" ? definition.options.options.findLast(({ key }) => key === "args") : undefined;
    const shape = args && shapeOf(this.#plans.validators.read(file, args.value));
    return shape?.kind === "object" ? shape : "unknown";
  }

  /** Adds what the builder's customization takes from callers beside what the function declares: `{ args: { sessionId: v.string() }, input }`. */
  #withAdded(file: string, callee: Value, own: ObjectShape, steps: number): ObjectShape {
    const found = this.#snapshot.denoter.denote(file, callee);
    if (found.kind !== "value" || found.value.kind !== "call" || steps > MAX_STEPS) return own;
    const maker = this.#snapshot.denoter.denote(found.file, found.value.callee);
    if (maker.kind !== "external" || !builderMaker(maker.source, maker.path)) return own;
    const [wrapped, customization] = found.value.args;
    const inner = wrapped ? this.#withAdded(found.file, wrapped, own, steps + 1) : own;
    const added = customization ? this.#argumentsOfCustomization(found.file, customization) : undefined;
    if (!added) return inner;
    const fields = new Map<string, FieldShape>([...inner.fields, ...added.fields].map((field) => [field.name, field]));
    return { kind: "object", fields: [...fields.values()].sort((left, right) => (left.name < right.name ? -1 : 1)), open: inner.open || added.open };
  }

  #argumentsOfCustomization(file: string, customization: Value): ObjectShape | undefined {
    const found = this.#snapshot.denoter.denote(file, customization);
    if (found.kind !== "value" || found.value.kind !== "object") return undefined;
    const args = found.value.entries.findLast(({ key }) => key === "args");
    if (!args) return undefined;
    const shape = shapeOf(this.#plans.validators.read(found.file, args.value));
    return shape.kind === "object" ? shape : { kind: "object", fields: [], open: true };
  }
}
