import { realpathSync } from "node:fs";

import { CannotRun } from "../cannot-run.ts";
import { Git } from "./git.ts";

/** The commit that a check compares with. */
export interface Base {
  readonly git: Git;
  /** The root of the checkout, without symbolic links. */
  readonly checkout: string;
  readonly commit: string;
  /** The commit, short, as a sentence names it. */
  readonly name: string;
}

/**
 * Returns the commit where the history of what is checked out left that of a revision.
 * @throws CannotRun when there is no such revision, or its history is not in the clone.
 */
export function findBase(revision: string, directory: string): Base {
  const top = new Git(directory).try(["rev-parse", "--show-toplevel"])?.toString("utf8").replace(/\r?\n$/u, "");
  if (top === undefined || top === "") throw new CannotRun(`\`--since\` compares with a git revision, and ${directory} is in no checkout: ${new Git(directory).complaint(["rev-parse", "--show-toplevel"])}`);
  const checkout = realpathSync(top).replaceAll("\\", "/");
  const git = new Git(checkout);
  const named = resolveCommit(git, revision);
  const isShallow = textOf(git.try(["rev-parse", "--is-shallow-repository"])) === "true";
  if (named === undefined) throw new CannotRun(`There is no revision \`${revision}\` in ${checkout}.${isShallow ? ` ${SHALLOW}` : ""}`);
  const common = textOf(git.try(["merge-base", named, "HEAD"]));
  if (common === undefined && isShallow) throw new CannotRun(`The history does not say where \`${revision}\` and what is checked out part. ${SHALLOW}`);
  // Histories without a common commit have nothing but the revision itself to compare with.
  const commit = common ?? named;
  return { git, checkout, commit, name: `${revision}${common === undefined || common === named ? "" : " as it was"} (${commit.slice(0, 10)})` };
}

const SHALLOW = "The clone is shallow: fetch its history with `git fetch --unshallow`, or with `fetch-depth: 0` where `actions/checkout` makes it.";

function resolveCommit(git: Git, revision: string): string | undefined {
  // A revision is never an option.
  return revision.startsWith("-") ? undefined : textOf(git.try(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]));
}

function textOf(output: Buffer | undefined): string | undefined {
  const text = output?.toString("utf8").trim();
  return text === "" ? undefined : text;
}
