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
    ["what ends with an ID", "export const load = (chatId) => run(`messages:${chatId}`);"],
    ["what ends with the ID of something", "export const load = (chat) => run(`messages:${chat._id}`, `messages:${chat?.user.email ?? 0}`);"],
    ["a constant that ends with an ID", "export const load = (chatId) => { const key = `messages:${chatId}`; return run(key, () => null); };"],
    ["a sum that ends with an ID", 'export const load = (ip) => run("messages:" + ip);'],
    ["what ends with a date or a text of data", "export const load = (data) => run(`messages:${Date.now()}`, `messages:${JSON.stringify(data)}`, `messages:${String(data.id)}`);"],
  ])("%s is no name", (_, text) => {
    expect(verdictOf(text)).toBe("unused");
  });

  test.each<[string, string]>([
    ["what is given to a function", "export const load = (name) => run(`messages:${name}`);"],
    ["what calls a function of a proxy", "export const load = (name) => drafts[`messages:${name}`]({});"],
    ["a constant that is given to a function too", "export const load = (name) => { const key = `messages:${name}`; drafts[key] = run(key); };"],
    ["a constant that others may read", "export const key = `messages:${name}`;"],
    ["an ID before the name", "export const load = (moduleId, name) => run(`messages:${name}`, `${moduleId}:list`);"],
    ["an ID that an API of Convex takes", 'import { useQuery } from "convex/react";\nexport const load = (queryId) => useQuery(`messages:${queryId}` as any);'],
    ["what is looked up in references", "export const load = (name) => run({ [`messages:list`]: api.messages.list }[`messages:${name}`]);"],
  ])("%s may be one", (_, text) => {
    expect(verdictOf(text)).toBe("client");
  });
});
