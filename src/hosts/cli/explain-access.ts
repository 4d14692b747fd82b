import type { AccessAnswer, AccessCheck, AccessStep, Unfollowed } from "../../access/access.ts";

const CHECKS: Readonly<Record<AccessCheck, string>> = {
  identity: "It asks who calls",
  secret: "It compares a secret",
  deployment: "It throws in other deployments, by an environment variable",
  setting: "It calls what the setting `accessChecks` names",
};

const UNFOLLOWED: Readonly<Record<Unfollowed, string>> = {
  package: "a package is given the context",
  dynamic: "a call that cannot be resolved is given the context",
  builder: "its function builder cannot be followed",
  credential: "an argument that may be a credential is used",
  size: "there is too much code to follow",
};

/**
 * Returns what following a function's calls told of who it looks at, in a sentence.
 * @param place Mentions a place: `convex/messages.ts:4`.
 */
export function describeAccess({ verdict, assumed }: AccessAnswer, place: (file: string, start: number) => string): string {
  const at = ({ file, range }: AccessStep): string => place(file, range[0]);
  // A helper and the test in it go by the same name, and some tests by none.
  const names = verdict.chain.filter(({ isGiven }) => !isGiven).map(({ name }) => name).filter((name, index, all) => name !== "" && name !== all[index + 1]);
  const last = verdict.chain.at(-1);
  const use = last?.isGiven && last.name !== "" ? `, which gives the answer to \`${last.name}\`` : "";
  const way = verdict.chain.length > 1 && last ? `: ${names.join(" → ")}${use} (${at(last)})` : "";
  const late = verdict.kind !== "unknown" && verdict.late ? `, at ${at(verdict.late.check)}, when ${at(verdict.late.write)} has written` : "";
  const taken = assumed ? ` It takes an identity from \`${assumed.argument}\`.` : "";
  switch (verdict.kind) {
    case "checked":
      return `${CHECKS[verdict.by]}${late}${way}.${taken}`;
    case "unknown":
      return `It cannot be told whether it asks who calls, since ${UNFOLLOWED[verdict.because]}${way}.${taken}`;
    case "unchecked":
      return `${late !== "" ? `It asks who calls too late${late}` : verdict.isInVain ? "It asks who calls, but nothing depends on the answer" : "Nothing asks who calls"}.${taken}`;
  }
}

/** Returns what a function is known to do, in a sentence. */
export function describeDanger({ danger: { does, chain } }: AccessAnswer, place: (file: string, start: number) => string): string {
  const last = chain.at(-1);
  return does === null || !last ? "Nothing that reaches beyond it is known." : `It ${does}, at ${place(last.file, last.range[0])}.`;
}
