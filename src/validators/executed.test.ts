import { convexTest } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { lintProject } from "../testing/lint.ts";
import { findTypeErrors } from "../testing/type-errors.ts";
import { createWorkspace, generated, type Workspace } from "../testing/workspace.ts";

/** The type of a handler's arguments, the validators that are written for it, values of the type and others. */
interface Case {
  readonly type: string;
  readonly args: string;
  readonly accepts: readonly string[];
  readonly refuses: readonly string[];
  /** Whether only a checker can read the type. */
  readonly typed?: true;
}

const USER = `{ name: "Ada", role: "admin", tags: ["x"], _id: id, _creationTime: 1 }`;

const CASES: Readonly<Record<string, Case>> = {
  nothing: { type: "{}", args: "{}", accepts: ["{}"], refuses: ["{ a: 1 }"] },
  nothingByRecord: { type: "Record<string, never>", args: "{}", accepts: ["{}"], refuses: ["{ a: 1 }"] },
  primitives: {
    type: "{ a: string; b: number; c: boolean; d: null; e: bigint; f: ArrayBuffer }",
    args: "{ a: v.string(), b: v.number(), c: v.boolean(), d: v.null(), e: v.int64(), f: v.bytes() }",
    accepts: [`{ a: "", b: 1.5, c: true, d: null, e: 1n, f: new ArrayBuffer(1) }`],
    refuses: [`{ a: 1, b: 1, c: true, d: null, e: 1n, f: new ArrayBuffer(1) }`, `{ a: "", b: 1, c: true, d: null, e: 1, f: new ArrayBuffer(1) }`],
  },
  literals: {
    type: `{ a: "x"; b: 1 | -2; c: true; d: "p" | 'q' | null}`,
    args: `{ a: v.literal("x"), b: v.union(v.literal(1), v.literal(-2)), c: v.literal(true), d: v.union(v.literal("p"), v.literal("q"), v.null()) }`,
    accepts: [`{ a: "x", b: -2, c: true, d: null }`],
    refuses: [`{ a: "y", b: 1, c: true, d: "p" }`, `{ a: "x", b: 3, c: true, d: "p" }`],
  },
  ids: { type: `{ user: Id<"users">; file?: Id<"_storage"> }`, args: `{ user: v.id("users"), file: v.optional(v.id("_storage")) }`, accepts: ["{ user: id }"], refuses: [`{ user: 1 }`, `{ user: other }`, "{}"] },
  nested: {
    type: `{ list: { at: number; tags: string[] }[]; shape: { kind: "circle"; r: number } | { kind: "square"; side: number } }`,
    args: `{ list: v.array(v.object({ at: v.number(), tags: v.array(v.string()) })), shape: v.union(v.object({ kind: v.literal("circle"), r: v.number() }), v.object({ kind: v.literal("square"), side: v.number() })) }`,
    accepts: [`{ list: [{ at: 1, tags: ["a"] }], shape: { kind: "square", side: 2 } }`],
    refuses: [`{ list: [{ at: "1", tags: [] }], shape: { kind: "square", side: 2 } }`, `{ list: [], shape: { kind: "circle", side: 2 } }`],
  },
  records: {
    type: `{ a: Record<string, number>; b: Record<"x" | "y", boolean>; c: { [key: string]: string } }`,
    args: `{ a: v.record(v.string(), v.number()), b: v.object({ x: v.boolean(), y: v.boolean() }), c: v.record(v.string(), v.string()) }`,
    accepts: [`{ a: { k: 1 }, b: { x: true, y: false }, c: {} }`],
    // convex-test does not look at the values of records.
    refuses: [`{ a: {}, b: { x: true }, c: {} }`],
  },
  utilities: {
    type: `Partial<Pick<Message, "body">> & Omit<Message, "body" | "status"> & { n: NonNullable<string | null> }`,
    args: `{ body: v.optional(v.string()), author: v.id("users"), n: v.string() }`,
    accepts: [`{ author: id, n: "" }`],
    refuses: [`{ author: id, n: null }`, `{ author: id, n: "", status: "active" }`],
  },
  oddKeys: { type: `{ "odd-key": string; 'it"s': number }`, args: `{ "odd-key": v.string(), "it\\"s": v.number() }`, accepts: [`{ "odd-key": "", 'it"s': 1 }`], refuses: ["{}"] },
  enums: {
    type: "{ status: Status; done: Status.Done; message: Message }",
    args: `{ status: v.union(v.literal(Status.Active), v.literal(Status.Done)), done: v.literal(Status.Done), message: v.object({ body: v.string(), author: v.id("users"), status: v.union(v.literal(Status.Active), v.literal(Status.Done)) }) }`,
    accepts: [`{ status: "active", done: "done", message: { body: "", author: id, status: "done" } }`],
    refuses: [`{ status: "gone", done: "done", message: { body: "", author: id, status: "done" } }`],
  },
  document: {
    type: `{ user: Doc<"users"> }`,
    args: `{ user: v.object({ ...schema.tables.users.validator.fields, _id: v.id("users"), _creationTime: v.number() }) }`,
    accepts: [`{ user: ${USER} }`],
    refuses: [`{ user: { name: "Ada", role: "admin", tags: [] } }`],
  },
  documentFields: {
    type: `{ role: Doc<"users">["role"]; inserted: WithoutSystemFields<Doc<"users">>; id: Doc<"users">["_id"]; picked: Pick<Doc<"users">, "tags" | "age"> }`,
    args: `{ role: schema.tables.users.validator.fields.role, inserted: schema.tables.users.validator, id: v.id("users"), picked: v.object({ age: v.optional(v.number()), tags: schema.tables.users.validator.fields.tags }) }`,
    accepts: [`{ role: "admin", inserted: { name: "", role: "guest", tags: [] }, id, picked: { tags: [] } }`],
    refuses: [`{ role: "boss", inserted: { name: "", role: "guest", tags: [] }, id, picked: { tags: [] } }`],
  },
  unionDocument: {
    type: `{ shape: Doc<"shapes"> }`,
    args: `{ shape: v.union(v.object({ kind: v.literal("circle"), r: v.number(), _id: v.id("shapes"), _creationTime: v.number() }), v.object({ kind: v.literal("square"), side: v.number(), _id: v.id("shapes"), _creationTime: v.number() })) }`,
    accepts: [`{ shape: { kind: "circle", r: 1, _id: other, _creationTime: 1 } }`],
    refuses: [`{ shape: { kind: "circle", side: 1, _id: other, _creationTime: 1 } }`],
  },
  pagination: {
    type: "{ paginationOpts: PaginationOptions }",
    args: "{ paginationOpts: paginationOptsValidator }",
    accepts: [`{ paginationOpts: { numItems: 1, cursor: null, id: 5 } }`],
    refuses: [`{ paginationOpts: { numItems: 1 } }`],
  },
  inferred: { type: "{ point: Point; at: Infer<typeof pointValidator> }", args: "{ point: pointValidator, at: pointValidator }", accepts: ["{ point: { x: 1, y: 2 }, at: { x: 1, y: 2 } }"], refuses: ["{ point: { x: 1 }, at: { x: 1, y: 2 } }"] },
  namedValidator: { type: "{ level: Level }", args: "{ level: levelValidator }", accepts: [`{ level: "low" }`], refuses: [`{ level: "mid" }`] },
  optionalAndNullable: {
    type: "{ a?: string | null; b?: null; c?: string | undefined; d?: { e?: { f?: number[] } } }",
    args: "{ a: v.optional(v.union(v.string(), v.null())), b: v.optional(v.null()), c: v.optional(v.string()), d: v.optional(v.object({ e: v.optional(v.object({ f: v.optional(v.array(v.number())) })) })) }",
    accepts: ["{}", "{ a: null, b: null, d: { e: { f: [1] } } }"],
    refuses: ["{ c: null }", "{ d: { e: null } }"],
  },
  discriminated: {
    type: `{ event: { kind: "move"; to: { in: "map"; x: 1 | 2 } | { in: "list" } } | { kind: "stop"; why?: string[] | null } }`,
    args: `{ event: v.union(v.object({ kind: v.literal("move"), to: v.union(v.object({ in: v.literal("map"), x: v.union(v.literal(1), v.literal(2)) }), v.object({ in: v.literal("list") })) }), v.object({ kind: v.literal("stop"), why: v.optional(v.union(v.array(v.string()), v.null())) })) }`,
    accepts: [`{ event: { kind: "move", to: { in: "map", x: 2 } } }`, `{ event: { kind: "stop", why: null } }`],
    refuses: [`{ event: { kind: "move", to: { in: "map", x: 3 } } }`, `{ event: { kind: "stop", to: { in: "list" } } }`],
  },
  nestedRecords: {
    type: `{ a: Partial<Record<"x" | "y", number>>; b: Record<Id<"users">, string[]>; c: Record<string, Record<string, { d?: string }>>; e: Record<Status, boolean> }`,
    args: `{ a: v.object({ x: v.optional(v.number()), y: v.optional(v.number()) }), b: v.record(v.id("users"), v.array(v.string())), c: v.record(v.string(), v.record(v.string(), v.object({ d: v.optional(v.string()) }))), e: v.object({ active: v.boolean(), done: v.boolean() }) }`,
    accepts: ["{ a: { x: 1 }, b: {}, c: { k: { l: {} } }, e: { active: true, done: false } }"],
    refuses: ["{ a: { z: 1 }, b: {}, c: {}, e: { active: true, done: false } }", "{ a: {}, b: {}, c: {}, e: { active: true } }"],
  },
  escapes: {
    type: `{ a: "it's" | 'say "x"' | "back\\\\slash"; c: 1.5 | -0.5 }`,
    args: `{ a: v.union(v.literal("it's"), v.literal("say \\"x\\""), v.literal("back\\\\slash")), c: v.union(v.literal(1.5), v.literal(-0.5)) }`,
    accepts: [`{ a: "it's", c: -0.5 }`, `{ a: 'say "x"', c: 1.5 }`],
    refuses: [`{ a: "its", c: 1.5 }`, `{ a: "it's", c: 2 }`],
  },
  idsOfSeveralTables: {
    type: `{ target: Id<"users"> | Id<"shapes">; all: (Id<"users"> | null)[] }`,
    args: `{ target: v.union(v.id("users"), v.id("shapes")), all: v.array(v.union(v.id("users"), v.null())) }`,
    accepts: ["{ target: other, all: [null, id] }"],
    refuses: ["{ target: null, all: [] }", "{ target: id, all: [other] }"],
  },
  idOfSeveralTables: {
    type: `{ target: Id<"users" | "shapes">; seen?: Id<Table>[] | null }`,
    args: `{ target: v.union(v.id("users"), v.id("shapes")), seen: v.optional(v.union(v.array(v.union(v.id("users"), v.id("shapes"))), v.null())) }`,
    accepts: ["{ target: other, seen: [id, other] }", "{ target: id, seen: null }"],
    refuses: ["{ target: null }", `{ target: id, seen: [1] }`],
  },
  // Validators that a package makes, which only types show.
  madeElsewhere: {
    type: `{ post: Doc<"posts">; state: Doc<"posts">["state"]; picked: Pick<Doc<"posts">, "state" | "title">; made: Infer<typeof madeValidator> }`,
    args: `{ post: v.object({ ...schema.tables.posts.validator.fields, _id: v.id("posts"), _creationTime: v.number() }), state: schema.tables.posts.validator.fields.state, picked: v.object({ title: v.string(), state: v.union(v.literal("draft"), v.literal("sent")) }), made: madeValidator }`,
    accepts: [`{ post: { title: "", state: "sent", _id: post, _creationTime: 1 }, state: "draft", picked: { title: "", state: "sent" }, made: { state: "draft" } }`],
    refuses: [`{ post: { title: "", state: "lost", _id: post, _creationTime: 1 }, state: "draft", picked: { title: "", state: "sent" }, made: { state: "draft" } }`, `{ state: "draft" }`],
    typed: true,
  },
  withoutFields: {
    type: `{ insert: Omit<Doc<"users">, "_id" | "_creationTime" | "role">; common: Omit<Doc<"shapes">, "_id" | "_creationTime"> }`,
    args: `{ insert: v.object({ name: v.string(), age: v.optional(v.number()), tags: schema.tables.users.validator.fields.tags }), common: v.object({ kind: v.union(v.literal("circle"), v.literal("square")) }) }`,
    accepts: [`{ insert: { name: "", tags: [] }, common: { kind: "circle" } }`],
    refuses: [`{ insert: { name: "", tags: [], role: "admin" }, common: { kind: "circle" } }`],
    typed: true,
  },
  ofConstants: {
    type: "{ role: (typeof ROLES)[number]; key: keyof typeof SIZES; size: (typeof SIZES)[keyof typeof SIZES] }",
    args: `{ role: v.union(v.literal("admin"), v.literal("guest")), key: v.union(v.literal("small"), v.literal("large")), size: v.union(v.literal(1), v.literal(2)) }`,
    accepts: [`{ role: "guest", key: "small", size: 2 }`],
    refuses: [`{ role: "guest", key: "medium", size: 2 }`],
    typed: true,
  },
  sharedFields: {
    type: `{ at: ({ kind: "point"; x: number } | { kind: "none" }) & { note?: string } }`,
    args: `{ at: v.union(v.object({ kind: v.literal("point"), x: v.number(), note: v.optional(v.string()) }), v.object({ kind: v.literal("none"), note: v.optional(v.string()) })) }`,
    accepts: [`{ at: { kind: "none", note: "" } }`],
    refuses: [`{ at: { kind: "none", x: 1 } }`],
    typed: true,
  },
  mapped: {
    type: "{ [K in keyof Message]?: Message[K] }",
    args: `{ body: v.optional(v.string()), author: v.optional(v.id("users")), status: v.optional(v.union(v.literal(Status.Active), v.literal(Status.Done))) }`,
    accepts: ["{}", `{ body: "" }`],
    refuses: ["{ body: 1 }"],
    typed: true,
  },
  generic: { type: "{ pair: Pair<string | null>; keys: keyof Message }", args: `{ pair: v.object({ left: v.union(v.string(), v.null()), right: v.union(v.string(), v.null()) }), keys: v.union(v.literal("body"), v.literal("author"), v.literal("status")) }`, accepts: [`{ pair: { left: null, right: "" }, keys: "body" }`], refuses: [`{ pair: { left: 1, right: "" }, keys: "body" }`], typed: true },
};

const HEADER = `import type { Doc, Id } from "./_generated/dataModel";
import { mutation } from "./_generated/server";
import type { PaginationOptions, WithoutSystemFields } from "convex/server";
import { v, type Infer } from "convex/values";
import { madeValidator, pointValidator, ROLES, SIZES, Status, type Level, type Message, type Pair, type Point, type Table } from "./types";

export const make = mutation({
  args: {},
  handler: async (ctx) => ({
    id: await ctx.db.insert("users", { name: "Ada", role: "admin", tags: [] }),
    other: await ctx.db.insert("shapes", { kind: "circle", r: 1 }),
    post: await ctx.db.insert("posts", { title: "", state: "draft" }),
  }),
});
`;

const FILES = {
  "package.json": `{ "name": "arguments", "private": true, "type": "module", "dependencies": { "convex": "^1.48.0", "convex-helpers": "^0.1.124" } }\n`,
  "convex/schema.ts": `import { literals } from "convex-helpers/validators";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ name: v.string(), age: v.optional(v.number()), role: v.union(v.literal("admin"), v.literal("guest")), tags: v.array(v.string()) }).index("by_name", ["name"]),
  shapes: defineTable(v.union(v.object({ kind: v.literal("circle"), r: v.number() }), v.object({ kind: v.literal("square"), side: v.number() }))),
  posts: defineTable({ title: v.string(), state: literals("draft", "sent") }),
});
`,
  "convex/types.ts": `import { literals } from "convex-helpers/validators";
import { v, type Infer } from "convex/values";
import type { Id } from "./_generated/dataModel";

export enum Status { Active = "active", Done = "done" }
export interface Message { body: string; author: Id<"users">; status: Status }
export const pointValidator = v.object({ x: v.number(), y: v.number() });
export type Point = Infer<typeof pointValidator>;
export const levelValidator = v.union(v.literal("low"), v.literal("high"));
export type Level = "low" | "high";
export type Pair<T> = { left: T; right: T };
export type Table = "users" | "shapes";
export const madeValidator = v.object({ state: literals("draft", "sent") });
export const ROLES = ["admin", "guest"] as const;
export const SIZES = { small: 1, large: 2 } as const;
`,
  "convex/tsconfig.json": `{ "compilerOptions": { "target": "ESNext", "module": "ESNext", "moduleResolution": "Bundler", "strict": true, "skipLibCheck": true, "noEmit": true, "types": [] }, "include": ["./**/*"] }\n`,
};

/** Whether the arguments of each function are, to the last property, what its handler declared. */
const CHECK = `import type { FunctionArgs, PaginationOptions, WithoutSystemFields } from "convex/server";
import type { Infer } from "convex/values";
import { api } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { Level, madeValidator, Message, Pair, Point, pointValidator, ROLES, SIZES, Status, Table } from "./types";

type Whole<T> = T extends ArrayBuffer | bigint | string ? T : T extends object ? { [K in keyof T]: Whole<T[K]> } : T;
type Same<A, B> = (<T>() => T extends Whole<A> ? 1 : 2) extends <T>() => T extends Whole<B> ? 1 : 2 ? true : false;
/** Enums, \`readonly\` and ids of one of several tables are only assignable both ways. */
type Mutual<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Fits<A, B> = [A] extends [B] ? true : false;
type Validated<F extends keyof typeof api.cases> = FunctionArgs<(typeof api.cases)[F]>;
const same = <_T extends true>(): void => {};
`;

const LOOSE = new Set(["enums", "mapped", "utilities", "pagination", "nestedRecords", "sharedFields", "idOfSeveralTables"]);

/** What a validator infers can be given to the handler, but is not all that the type is: nothing else has an index signature. */
const NARROWER = new Set(["nothingByRecord"]);

const modules: Record<string, string[]> = { typed: Object.keys(CASES), untyped: Object.keys(CASES).filter((name) => CASES[name]?.typed !== true) };

describe.each(Object.keys(modules))("validators written %s", (mode) => {
  const names = modules[mode] ?? [];
  const functions = names.map((name, index) => {
    const { type = "" } = CASES[name] ?? {};
    return index % 2 === 0 ? `export const ${name} = mutation({ handler: async (_ctx, args: ${type}) => { void args; } });\n` : `export const ${name} = mutation(async (_ctx, args: ${type}) => { void args; });\n`;
  });
  const checks = names.map((name) => `same<${NARROWER.has(name) ? "Fits" : LOOSE.has(name) ? "Mutual" : "Same"}<Validated<"${name}">, ${CASES[name]?.type ?? ""}>>();\n`);
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = createWorkspace({ ...generated("convex", ["cases", "types"], { schema: true }), ...FILES, "convex/cases.ts": HEADER + functions.join(""), "convex/check.ts": CHECK + checks.join("") }, { installed: true });
    await lintProject(workspace.root, { typed: mode === "typed", fix: true });
  });

  afterAll(() => workspace.cleanup());

  test("type-check, and infer the handlers' types", () => {
    expect(findTypeErrors(workspace.root)).toEqual([]);
  });

  test.each(names)("%s: says what the type says", (name) => {
    const text = readFileSync(`${workspace.root}/convex/cases.ts`, "utf8");
    const definition = text.slice(text.indexOf(`export const ${name} =`)).split("export const")[1] ?? "";
    const written = /args: ([\s\S]*?),?\s*handler:/u.exec(definition)?.[1] ?? "";

    expect(plain(written)).toBe(plain(CASES[name]?.args ?? ""));
  });

  test.each(names)("%s: accepts values of the type and refuses others", async (name) => {
    const files = { "cases.ts": "", "schema.ts": "", "types.ts": "", "_generated/api.js": "", "_generated/server.js": "" };
    const loaders = Object.fromEntries(Object.keys(files).map((file) => [`/convex/${file}`, () => import(/* @vite-ignore */ `${workspace.root}/convex/${file}`) as Promise<Record<string, unknown>>]));
    const { default: schema } = (await import(/* @vite-ignore */ `${workspace.root}/convex/schema.ts`)) as { default: SchemaDefinition<GenericSchema, boolean> };
    const t = convexTest(schema, loaders);
    const { anyApi } = await import("convex/server");
    const cases = anyApi["cases"] ?? {};
    const call = (fn: string, args: unknown): Promise<unknown> => t.mutation(cases[fn] as Parameters<typeof t.mutation>[0], args);
    const made = (await call("make", {})) as { id: string; other: string; post: string };
    // The values of the table above are written as code, because some of them hold ids that exist only now.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the code is that of this file
    const value = (code: string): unknown => new Function("id", "other", "post", `return (${code});`)(made.id, made.other, made.post) as unknown;

    for (const code of CASES[name]?.accepts ?? []) await expect(call(name, value(code)), code).resolves.toBeNull();
    for (const code of CASES[name]?.refuses ?? []) await expect(call(name, value(code)), code).rejects.toThrow();
  });
});

/** Code without what a formatter decides. */
function plain(code: string): string {
  return code.replaceAll(/\s+/gu, "").replaceAll(/,(?=[)\]}])/gu, "");
}
