/** The comments at the top of a file, and directives and blank lines between them. */
const HEADER = /^(?:#![^\n]*\n)?(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(["'])use \w+\1;?)*/u;
/** A header longer than this says other things. */
const MAX_HEADER = 4_000;
const BY_A_PROGRAM = /@generated\b|\bgenerated\b[\s\S]*\bdo\s+not\s+(?:edit|modify|change)\b|\bdo\s+not\s+(?:edit|modify|change)\b[\s\S]*\bgenerated\b/iu;

/** Whether the header of a file says that a program writes it, which takes back what is changed in it. */
export function isGeneratedText(text: string): boolean {
  return BY_A_PROGRAM.test(HEADER.exec(text.slice(0, MAX_HEADER))?.[0] ?? "");
}
