import type { Denotation, ReferenceDenotation } from "./denotations.ts";
import { namePath } from "./function-names.ts";
import { filledTemplate } from "./possibilities.ts";

/** Returns what `makeFunctionReference("messages:send")` makes of its argument: typed public, whatever it names. */
export function namedReference(argument: Denotation | undefined): ReferenceDenotation {
  const literal = argument?.kind === "value" ? argument.value : undefined;
  if (argument?.kind === "value" && literal?.kind === "string") return { kind: "reference", project: null, root: "name", path: namePath(literal.value), site: null, lastName: { file: argument.file, range: literal.range } };
  const isTemplate = literal?.kind === "template";
  const madeOf = argument?.kind === "value" && (isTemplate || argument.binding !== null) ? argument : undefined;
  return { kind: "reference", project: null, root: "name", path: [null], site: null, dynamic: isTemplate ? literal.parts : [null], ...(madeOf && { madeOf }) };
}

/**
 * Returns a reference that a function makes of a name it is given, as one call of it makes it.
 * @param given What the call gives for a parameter.
 * @example `const query = (name: string) => makeFunctionReference<"query">(name)`
 */
export function namedAsGiven(made: ReferenceDenotation, given: (parameter: number | null) => Denotation | undefined): ReferenceDenotation {
  const { madeOf, isCast, isTypedPublic } = made;
  if (!madeOf) return made;
  const name: Denotation | undefined = madeOf.value.kind === "template" ? { ...madeOf, value: filledTemplate(madeOf.value, given), binding: null } : given(madeOf.binding);
  return { ...namedReference(name), ...(isCast && { isCast }), ...(isTypedPublic && { isTypedPublic }) };
}
