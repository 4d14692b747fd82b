import { describe, expect, test } from "vitest";

import { indexOf } from "../testing/index-of.ts";

const BACKEND = {
  "convex/_generated/api.d.ts": "export declare const api: AnyApi;\n",
  "convex/_generated/server.d.ts": "",
  "convex/messages.ts": 'import { mutation, query } from "./_generated/server";\nexport const list = query({});\nexport const send = mutation({});\n',
  "app/send.tsx": 'import { useMutation } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseMutation(api.messages.send);\n',
};

function verdictOf(text: string): string {
  return indexOf({ ...BACKEND, "app/main.ts": `import { api } from "../convex/_generated/api";\nimport { run, drafts } from "./drafts";\n${text}\n` }).verdict("messages:list");
}

describe("strings that are made like names of functions", () => {
  test.each<[string, string]>([
    ["the key of what is written", "export const save = (id, text) => { drafts[`messages:${id}`] = text; };"],
    ["the key of what is removed", "export const drop = (id) => { delete (drafts as any)[`messages:${id}`]; };"],
    ["the key of what is read", 'export const read = (id) => drafts["messages:" + id]?.text ?? "";'],
    ["a constant that is only a key", "export const drop = (id) => { const key = `messages:${id}`; if (drafts[key]) delete drafts[key]; };"],
  ])("%s is no name", (_, text) => {
    expect(verdictOf(text)).toBe("unused");
  });

  test.each<[string, string]>([
    ["what is given to a function", "export const load = (name) => run(`messages:${name}`);"],
    ["what calls a function of a proxy", "export const load = (name) => drafts[`messages:${name}`]({});"],
    ["a constant that is given to a function too", "export const load = (name) => { const key = `messages:${name}`; drafts[key] = run(key); };"],
    ["a constant that others may read", "export const key = `messages:${name}`;"],
    ["what is looked up in references", "export const load = (name) => run({ [`messages:list`]: api.messages.list }[`messages:${name}`]);"],
  ])("%s may be one", (_, text) => {
    expect(verdictOf(text)).toBe("client");
  });
});
