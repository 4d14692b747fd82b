/** A `#` heading of a page. */
interface Heading {
  readonly level: number;
  readonly text: string;
}

/** One fenced file of an example. */
export interface CodeBlock {
  /** The file's path in the example's workspace. */
  readonly path: string;
  /** The file's text, without the lines that show findings. */
  readonly source: string;
  /** Index of the first line between the fences, and of the closing fence. */
  readonly firstLine: number;
  readonly endLine: number;
}

/** A heading that starts with ❌, ✅ or 🔧 and the files below it: together one workspace. */
export interface Example {
  readonly verdict: "correct" | "fixed" | "incorrect";
  readonly title: string;
  readonly blocks: readonly CodeBlock[];
}

/** What the tests need to know of a rule's page. */
export interface RulePage {
  readonly text: string;
  readonly headings: readonly Heading[];
  readonly examples: readonly Example[];
}

const VERDICTS: readonly (readonly [string, Example["verdict"]])[] = [
  ["❌", "incorrect"],
  ["✅", "correct"],
  ["🔧", "fixed"],
];
const ANNOTATION = /^\s*\/\/\s*\^+ /;

/** Returns the headings and examples of a rule's page; a code block of an example without a file name is an error. */
export function parseRulePage(text: string): RulePage {
  const headings: Heading[] = [];
  const examples: Example[] = [];
  let example: (Example & { blocks: CodeBlock[] }) | undefined;

  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";

    const heading = /^(#+) (.+)$/.exec(line);
    if (heading?.[1] !== undefined && heading[2] !== undefined) {
      const title = heading[2].trim();
      headings.push({ level: heading[1].length, text: title });
      const verdict = VERDICTS.find(([sign]) => title.startsWith(sign))?.[1];
      example = verdict && { verdict, title, blocks: [] };
      if (example) examples.push(example);
      continue;
    }

    if (!line.startsWith("```")) continue;
    const end = lines.indexOf("```", index + 1);
    if (end === -1) throw new Error(`line ${index + 1}: this code block has no end`);
    if (example) example.blocks.push(parseCodeBlock(lines, index, end));
    index = end;
  }

  return { text, headings, examples };
}

function parseCodeBlock(lines: readonly string[], fence: number, end: number): CodeBlock {
  const path = / title="([^"]+)"/.exec(lines[fence] ?? "")?.[1];
  if (path === undefined) throw new Error(`line ${fence + 1}: a file of an example needs a name, as in \`\`\`ts title="convex/messages.ts"`);

  const source = lines.slice(fence + 1, end).filter((line) => !ANNOTATION.test(line));
  return { path, source: source.join("\n") + "\n", firstLine: fence + 1, endLine: end };
}

/** Returns the page's text with other contents in some of its code blocks. */
export function replaceCodeBlocks(page: RulePage, contents: ReadonlyMap<CodeBlock, string>): string {
  const lines = page.text.split("\n");
  // From the last to the first, so that the line numbers of those before stay right.
  const blocks = [...contents.keys()].sort((a, b) => b.firstLine - a.firstLine);
  for (const block of blocks) {
    const content = (contents.get(block) ?? "").replace(/\n$/, "").split("\n");
    lines.splice(block.firstLine, block.endLine - block.firstLine, ...content);
  }
  return lines.join("\n");
}
