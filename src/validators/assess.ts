import { type ArgumentType, structureOf } from "../types/argument-type.ts";

/** How far validators can say a type. */
export type Assessment =
  | { readonly kind: "exact" }
  /** What is lost, in words. */
  | { readonly kind: "lossy"; readonly losses: readonly string[] }
  /** Why there is no validator, as the end of a sentence. */
  | { readonly kind: "impossible"; readonly reason: string }
  /** The type that only a checker can follow. */
  | { readonly kind: "unresolved"; readonly text: string };

interface Findings {
  readonly losses: Set<string>;
  impossible: string | undefined;
  unresolved: string | undefined;
}

/** Returns how far `args` can say the type of a handler's second parameter. */
export function assess(type: ArgumentType): Assessment {
  const whole = structureOf(type);
  const problem = topLevelProblem(whole);
  if (problem) return problem;
  const findings: Findings = { losses: new Set(), impossible: undefined, unresolved: undefined };
  visit(type, "", findings);
  if (findings.impossible !== undefined) return { kind: "impossible", reason: findings.impossible };
  if (findings.unresolved !== undefined) return { kind: "unresolved", text: findings.unresolved };
  return findings.losses.size > 0 ? { kind: "lossy", losses: [...findings.losses] } : { kind: "exact" };
}

function topLevelProblem(type: ArgumentType): Assessment | undefined {
  switch (type.kind) {
    case "object":
    case "pagination":
      return undefined;
    case "unresolved":
      return { kind: "unresolved", text: type.text };
    case "any":
    case "unknown":
      return { kind: "impossible", reason: `its parameter is \`${type.kind}\`, so nothing says what it takes` };
    case "union":
      return { kind: "impossible", reason: "its parameter is a union, and Convex takes only an object for `args`; put the union into a field" };
    case "record":
      if (type.value.kind === "unknown" || type.value.kind === "any") return { kind: "impossible", reason: "nothing says what its parameter holds" };
      return { kind: "impossible", reason: "its parameter is a record, and Convex takes only an object for `args`; put the record into a field" };
    case "impossible":
      return { kind: "impossible", reason: `its parameter is ${type.what}; ${type.instead}` };
    default:
      return { kind: "impossible", reason: "its parameter is no object; Convex gives a handler one object" };
  }
}

function visit(type: ArgumentType, path: string, findings: Findings): void {
  const where = path === "" ? "its parameter" : `\`${path}\``;
  switch (type.kind) {
    case "array":
      visit(type.element, `${path}[]`, findings);
      break;
    case "record":
      visit(type.value, `${path}[…]`, findings);
      break;
    case "object":
      // Anything but `null` and `undefined` fits `{}`.
      if (type.fields.length === 0 && path !== "") findings.losses.add(`what ${where} may hold`);
      for (const field of type.fields) {
        const name = path === "" ? field.name : `${path}.${field.name}`;
        if (!isFieldName(field.name)) findings.impossible ??= `\`${name}\` is a name that Convex refuses for a field`;
        visitField(field.type, field.optional, name, findings);
      }
      break;
    case "union":
      for (const member of type.members) visit(member, path, findings);
      break;
    case "named":
    case "alias":
    case "document":
      visit(type.type, path, findings);
      break;
    case "lossy":
      findings.losses.add(`${type.loss} in ${where}`);
      visit(type.type, path, findings);
      break;
    case "any":
    case "unknown":
      findings.impossible ??= `${where} is \`${type.kind}\`, so nothing says what it takes`;
      break;
    case "never":
    case "undefined":
      findings.impossible ??= `${where} is \`${type.kind}\`, which Convex cannot transport`;
      break;
    case "impossible":
      findings.impossible ??= `${where} is ${type.what}; ${type.instead}`;
      break;
    case "unresolved":
      findings.unresolved ??= type.text;
      break;
    default:
      break;
  }
}

function visitField(type: ArgumentType, optional: boolean, path: string, findings: Findings): void {
  const structure = structureOf(type);
  const members = structure.kind === "union" ? structure.members : [structure];
  const isOptional = members.some(({ kind }) => kind === "undefined");
  if (!isOptional) {
    visit(type, path, findings);
    return;
  }
  if (members.every(({ kind }) => kind === "undefined")) findings.impossible ??= `\`${path}\` is \`undefined\`, which Convex cannot transport`;
  if (!optional) findings.losses.add(`that \`${path}\` must be given`);
  for (const member of members) if (member.kind !== "undefined") visit(member, path, findings);
}

/** Field names that Convex takes: printable ASCII that does not start with `$`. */
function isFieldName(name: string): boolean {
  return /^(?!\$)[\x20-\x7e]*$/u.test(name);
}

/** Returns how far a validator can say the type of one field. */
export function assessField(name: string, type: ArgumentType): Assessment {
  return assess({ kind: "object", fields: [{ name, optional: false, type }] });
}
