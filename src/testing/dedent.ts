/**
 * Returns a text written with the indentation of the code around it: the first line break, the indentation that all
 * lines share, and that of the closing quote are left out.
 *
 * @example
 * dedent`
 *   export {};
 * ` // "export {};\n"
 */
export function dedent(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const lines = String.raw({ raw: strings }, ...values).replace(/^\n/u, "").replace(/[^\S\n]+$/u, "").split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^ */u.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join("\n");
}
