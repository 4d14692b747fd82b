import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

import { rules as rulesByName } from "../../rules/index.ts";

const RULES = path.resolve(import.meta.dirname, "../../rules");
/** Words that blame, plead or advertise, and terms that Convex does not use. */
const FORBIDDEN_WORDS = /\b(unexpected|avoid|should|please|you|your|endpoint|registrar|callback)\b|!/i;
/** A template leaves room for what its placeholders will hold: 200 characters is the limit once they are filled. */
const MESSAGE_LIMIT = 200;

const rules = Object.entries(rulesByName);

test("every rule file is a rule of the plugin", () => {
  const files = readdirSync(RULES).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");

  expect(files.sort()).toEqual(rules.map(([name]) => `${name}.ts`).sort());
});

describe.each(rules)("%s", (name, { meta }) => {
  // A rule with many tests has a file for each topic: `<rule>.<topic>.test.ts`.
  const testFiles = readdirSync(RULES).filter((file) => file.startsWith(`${name}.`) && file.endsWith(".test.ts"));

  test("is documented in its metadata", () => {
    expect(meta.type).toMatch(/^(problem|suggestion)$/);
    expect(meta.docs?.description).toMatch(/^(Disallow|Enforce|Prefer|Require) .+[^. ]$/);
    expect(meta.docs?.scope).toMatch(/^(file|project)$/);
    expect(new URL(meta.docs?.url ?? "").pathname).toMatch(new RegExp(`/docs/${name}\\.md$`));
  });

  test("describes every option in its schema", () => {
    const undescribed = optionSchemas(meta.schema).filter(([, schema]) => typeof schema["description"] !== "string");

    expect(undescribed.map(([option]) => option)).toEqual([]);
  });

  test.each(Object.entries<string>(meta.messages))("message %s is in the house style", (_id, message) => {
    expect(message).toMatch(/^[^\n]+\.$/);
    expect(message.split("`").length % 2, "backticks come in pairs").toBe(1);
    expect(message.replaceAll(/`[^`]*`/g, "")).not.toMatch(FORBIDDEN_WORDS);
    expect(message.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
  });

  test("has a test for every message, and for its fix if it has one", () => {
    expect(testFiles).toContain(`${name}.test.ts`);
    const tests = testFiles.map((file) => readFileSync(path.join(RULES, file), "utf8")).join("\n");

    expect(Object.keys(meta.messages).filter((id) => !tests.includes(id))).toEqual([]);
    // The output of a case is on a line of its own, those of suggestions are not.
    expect(/^ *output: (?!null)/m.test(tests), "`fixable` says whether some test has a fixed output").toBe(meta.fixable !== undefined);
    expect(/\bsuggestions: (?!null|undefined)/.test(tests), "`hasSuggestions` says whether some test has a suggestion").toBe(
      meta.hasSuggestions === true,
    );
  });
});

/** Returns the named options of a rule's schema with the schema of each, at any depth. */
function optionSchemas(schema: unknown): [string, Record<string, unknown>][] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "properties" in schema ? Object.entries(schema.properties as Record<string, Record<string, unknown>>) : [];
  return [...own, ...Object.values(schema as Record<string, unknown>).flatMap(optionSchemas)];
}
