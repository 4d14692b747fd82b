import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { CannotRun } from "./cannot-run.ts";

/** A directory that does not let files be made, or a file that is a mount of its own, may still take the text. */
const KEEPS_FROM_REPLACING = new Set(["EACCES", "EPERM", "EBUSY"]);

/**
 * Writes a report in one step, so that nobody reads half of it, and makes the directories above it.
 * @param given How the user named the file.
 * @throws CannotRun when it cannot be written.
 */
export function writeReport(file: string, text: string, given: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const stats = statSync(file, { throwIfNoEntry: false });
    // `/dev/stderr` and pipes have nothing to replace.
    if (stats && !stats.isFile()) writeFileSync(file, text);
    else replace(stats ? realpathSync(file) : file, text, stats?.mode);
  } catch (error) {
    throw new CannotRun(`The report could not be written to \`${given}\`: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function replace(file: string, text: string, mode: number | undefined): void {
  const temporary = `${file}.${String(process.pid)}.tmp`;
  try {
    writeFileSync(temporary, text, mode === undefined ? {} : { mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (mode === undefined || typeof code !== "string" || !KEEPS_FROM_REPLACING.has(code)) throw error;
    writeFileSync(file, text);
  }
}
