import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

import { rules as rulesByName } from "../../rules/index.ts";
import { annotate } from "./docs/annotate.ts";
import { lintExample, type LintedExample } from "./docs/example-workspace.ts";
import { type CodeBlock, type Example, parseRulePage, replaceCodeBlocks } from "./docs/rule-page.ts";

const DOCS = path.resolve(import.meta.dirname, "../../docs");
const PROJECT_SCOPE = "🌐 This rule looks at the whole workspace";

/** The sections of a page, in their order. */
const SECTIONS = ["Why", "Examples", "How to fix", "Options", "Limitations", "When not to use it", "Further reading"];
const REQUIRED_SECTIONS = ["Why", "Examples", "Limitations", "When not to use it"];

const rules = Object.entries(rulesByName);

test("every rule has a page, and every page a rule", () => {
  const pages = readdirSync(DOCS).filter((name) => name.endsWith(".md") && !name.startsWith("_"));

  expect(pages.sort()).toEqual(rules.map(([name]) => `${name}.md`).sort());
});

describe.each(rules)("%s", (name, { meta }) => {
  const file = path.join(DOCS, `${name}.md`);
  // Read inside the tests, so that a missing or broken page fails by name and not as an import error.
  const readPage = () => parseRulePage(readFileSync(file, "utf8"));

  test("says what the metadata says", () => {
    const page = readPage();

    expect(page.headings[0]).toEqual({ level: 1, text: name });
    expect(page.text).toContain(`📝 ${meta.docs?.description ?? ""}.\n`);
    expect(page.text.includes(PROJECT_SCOPE), `a page says "${PROJECT_SCOPE}" if, and only if, the rule's scope is "project"`).toBe(
      meta.docs?.scope === "project",
    );
  });

  test("has the sections in order", () => {
    const sections = readPage().headings.flatMap(({ level, text }) => (level === 2 ? [text] : []));

    expect(sections).toEqual(SECTIONS.filter((section) => sections.includes(section)));
    expect(sections).toEqual(expect.arrayContaining(REQUIRED_SECTIONS));
    expect(sections.includes("How to fix"), "a page tells how to fix if, and only if, the rule offers a fix or suggestion").toBe(
      meta.fixable !== undefined || meta.hasSuggestions === true,
    );
  });

  test("describes every option", () => {
    const options = optionNames(meta.schema).map((option) => `\`${option}\``);
    const { headings } = readPage();
    const start = headings.findIndex(({ level, text }) => level === 2 && text === "Options");
    const length = headings.slice(start + 1).findIndex(({ level }) => level <= 2);
    const section = start === -1 ? [] : headings.slice(start + 1, length === -1 ? undefined : start + 1 + length);

    expect(section.flatMap(({ level, text }) => (level === 3 ? [text] : [])).sort()).toEqual(options.sort());
  });

  test("has examples that do what they say", async () => {
    const page = readPage();
    const contents = new Map<CodeBlock, string>();
    let previous: LintedExample | undefined;

    expect(page.examples.map(({ verdict }) => verdict)).toEqual(expect.arrayContaining(["incorrect", "correct"]));
    for (const example of page.examples) {
      if (example.verdict === "fixed") {
        addFixedContents(example, previous, contents);
        continue;
      }
      previous = await lintExample(name, example.blocks);
      expectVerdict(example, previous);
      for (const block of example.blocks) {
        contents.set(block, annotate(block.source, previous.findings.get(block.path) ?? []));
      }
    }

    // The page as it must be: places, messages and fixed code as they are now. `vitest -u` writes it.
    await expect(replaceCodeBlocks(page, contents)).toMatchFileSnapshot(file);
  });
});

function expectVerdict({ verdict, title }: Example, { findings }: LintedExample): void {
  const messages = [...findings.values()].flat();

  expect(messages.filter(({ ruleId }) => ruleId === null), `"${title}" cannot be linted`).toEqual([]);
  if (verdict === "correct") expect(messages.map(({ message }) => message), `"${title}" must not report`).toEqual([]);
  else expect(messages, `"${title}" must report`).not.toEqual([]);
}

/** Takes the text of the files below a 🔧 heading from the fix of the example before; they must be the files it changes. */
function addFixedContents({ title, blocks }: Example, previous: LintedExample | undefined, contents: Map<CodeBlock, string>): void {
  expect(blocks.map((block) => block.path).sort(), `"${title}" shows the files that the fix changes`).toEqual([...(previous?.fixed.keys() ?? [])].sort());
  for (const block of blocks) contents.set(block, previous?.fixed.get(block.path) ?? block.source);
}

/** Returns the names of the options that a rule's schema lists. */
function optionNames(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const properties = "properties" in schema && typeof schema.properties === "object" ? Object.keys(schema.properties ?? {}) : [];
  const parts = Array.isArray(schema) ? schema : Object.entries(schema).flatMap(([key, value]) => (/^(items|oneOf|anyOf|allOf)$/.test(key) ? [value as unknown] : []));
  return [...new Set([...properties, ...parts.flatMap(optionNames)])];
}
