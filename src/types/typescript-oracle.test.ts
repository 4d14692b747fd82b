import { resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import type { BuilderCall, FunctionType, Registration } from "./type-oracle.ts";
import { getTypeScriptOracle } from "./typescript-oracle.ts";

/** Lies inside the repository, so that `convex` and `convex-helpers` resolve to the installed packages. */
const ROOT = resolve(import.meta.dirname, "../../virtual-project");

const OPTIONS: ts.CompilerOptions = {
  allowJs: true,
  jsx: ts.JsxEmit.ReactJSX,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  target: ts.ScriptTarget.ESNext,
  types: [],
};

const SERVER = `
import type { ActionBuilder, AnyDataModel, HttpActionBuilder, MutationBuilder, QueryBuilder } from "convex/server";
export type DataModel = AnyDataModel;
export declare const query: QueryBuilder<DataModel, "public">;
export declare const internalQuery: QueryBuilder<DataModel, "internal">;
export declare const mutation: MutationBuilder<DataModel, "public">;
export declare const internalMutation: MutationBuilder<DataModel, "internal">;
export declare const action: ActionBuilder<DataModel, "public">;
export declare const internalAction: ActionBuilder<DataModel, "internal">;
export declare const httpAction: HttpActionBuilder;
`;

const API = `
import type { ApiFromModules, FilterApi, FunctionReference } from "convex/server";
import type * as circular from "../circular.js";
declare const fullApi: ApiFromModules<{ circular: typeof circular }>;
export declare const api: FilterApi<typeof fullApi, FunctionReference<any, "public">>;
export declare const internal: FilterApi<typeof fullApi, FunctionReference<any, "internal">>;
`;

const BUILDERS = `
import { customAction, customCtx, customMutation, customQuery, NoOp } from "convex-helpers/server/customFunctions";
import { Triggers } from "convex-helpers/server/triggers";
import { zCustomQuery } from "convex-helpers/server/zod4";
import type { FunctionVisibility, MutationBuilder, QueryBuilder, RegisteredMutation } from "convex/server";
import { action, type DataModel, internalMutation, internalQuery, mutation, query } from "./_generated/server";

const triggers = new Triggers<DataModel>();

export const userQuery = customQuery(query, { args: {}, input: async (ctx) => ({ ctx: { user: "ann" }, args: {} }) });
export const systemQuery = customQuery(internalQuery, NoOp);
export const watchedMutation = customMutation(mutation, customCtx(triggers.wrapDB));
export const limitedAction = customAction(action, NoOp);
export const zodQuery = zCustomQuery(query, NoOp);
export { internalMutation as privateMutation } from "./_generated/server";

export const { laxQuery = customQuery(internalQuery, NoOp) } = { laxQuery: customQuery(query, NoOp) };
export declare function eitherOf<V extends FunctionVisibility>(a: QueryBuilder<DataModel, V>, b: QueryBuilder<DataModel, V>): QueryBuilder<DataModel, V>;
export const castQuery = customQuery(internalQuery, NoOp) as unknown as typeof query;
export declare const typeOfQuery: typeof internalQuery;
export const castWrapper = ((definition: any) => internalMutation(definition)) as typeof internalMutation;
export const annotatedWrapper: typeof mutation = (definition: any) => mutation(definition);
export declare function giveQuery(): QueryBuilder<DataModel, "public">;
type Internal<T> = { [Key in keyof T]: typeof internalQuery };
export const plainBuilders = { query: customQuery(query, NoOp) };
export declare const hiddenBuilders: Internal<typeof plainBuilders>;
export declare const noQuery: Lookup<"public">;
type Lookup<V extends FunctionVisibility> = V;

export const wrap = <Builder extends (...args: any[]) => unknown>(builder: Builder): Builder => builder;
export const traced = <Fn extends RegisteredMutation<any, any, any>>(fn: Fn): Fn => fn;
export const openQuery = (builder: QueryBuilder<DataModel, any>) => builder({ handler: () => 1 });
export const bothMutations = <V extends FunctionVisibility>(builder: MutationBuilder<DataModel, V>) =>
  builder({ handler: () => 1 });
export declare function makeQuery<V extends FunctionVisibility>(visibility: V): import("convex/server").RegisteredQuery<V, any, any>;
export declare function twoTypes(): RegisteredMutation<"public", any, any> & RegisteredQuery<"public", any, any>;
export declare function twoVisibilities(): { isConvexFunction: true; isQuery: true; isPublic: true; isInternal: true };
export declare function noVisibility(): { isConvexFunction: true; isQuery: true };
export declare function openMarker<T>(value: T): { isConvexFunction: true; isQuery: T extends 1 ? true : false; _visibility: "public" };
export declare function copy<T>(value: T): { [Key in keyof T]: T[Key] };
export declare function overloaded(kind: "in"): RegisteredMutation<"internal", any, any>;
export declare function overloaded(kind: "out"): RegisteredMutation<"public", any, any>;

export function observedMutation(definition: { handler: (ctx: any, args: any) => any }) {
  console.log("observed");
  return mutation({ handler: async (ctx, args) => definition.handler(ctx, args) });
}
export const secretMutation = (handler: (ctx: any) => any) => (internalMutation({ args: {}, handler }) as any);
export function eitherQuery(isOpen: boolean) {
  if (isOpen) return query({ handler: () => 1 });
  return internalQuery({ handler: () => 2 });
}
export async function laterQuery() {
  return query({ handler: () => 1 });
}
export const recursive = (depth: number) => recursive(depth - 1);
export const builders = { query, admin: { mutation: internalMutation } };
export function getBuilders() {
  return { shop: { query, mutation: internalMutation } };
}
export class Registrar {
  private readonly base = internalQuery;
  define(handler: () => number) {
    return this.base({ handler });
  }
}
export function untyped(definition: any): any {
  return query(definition);
}
`;

// The chain of fluent-convex: each step is generic, and only the last one registers.
const FLUENT = `
import type { RegisteredAction, RegisteredMutation, RegisteredQuery } from "convex/server";
type Registered<Type, Visibility extends "public" | "internal", Args extends Record<string, unknown>, Returns> =
  Type extends "query" ? RegisteredQuery<Visibility, Args, Returns>
  : Type extends "mutation" ? RegisteredMutation<Visibility, Args, Returns>
  : RegisteredAction<Visibility, Args, Returns>;
export interface WithHandler<Type, Args extends Record<string, unknown>, Returns> {
  (ctx: unknown, args: Args): Returns;
  public(): Registered<Type, "public", Args, Returns>;
  internal(): Registered<Type, "internal", Args, Returns>;
}
export declare class Chain<Type, Args extends Record<string, unknown>> {
  query(): Chain<"query", Args>;
  mutation(): Chain<"mutation", Args>;
  input<NewArgs extends Record<string, unknown>>(args: NewArgs): Chain<Type, NewArgs>;
  use<Next>(middleware: Next): this;
  handler<Returns>(handler: (ctx: unknown, args: Args) => Returns): WithHandler<Type, Args, Returns>;
}
export declare const convex: Chain<"action", {}>;
`;

const OLD_CONVEX = `
type VisibilityProperties<V extends "public" | "internal"> = V extends "public" ? { isPublic: true } : { isInternal: true };
type RegisteredQuery<V extends "public" | "internal", Args, Output> =
  { (ctx: unknown, args: Args): Output; isConvexFunction: true; isQuery: true; isRegistered?: true } & VisibilityProperties<V>;
type QueryBuilder<V extends "public" | "internal"> =
  <Args, Output>(query: { handler: (ctx: unknown, args: Args) => Output }) => RegisteredQuery<V, Args, Output>;
export declare const query: QueryBuilder<"public">;
export declare const internalQuery: QueryBuilder<"internal">;
export declare const openQuery: QueryBuilder<any>;
export declare const httpAction: (handler: unknown) => { (ctx: unknown): Response; isHttp: true; isRegistered?: true };
export declare function custom<V extends "public" | "internal">(query: QueryBuilder<V>): QueryBuilder<V>;
`;

const CALLS = `
import { internalActionGeneric, internalQueryGeneric, mutationGeneric } from "convex/server";
import { v } from "convex/values";
import * as server from "./_generated/server";
import { action, httpAction, internalMutation, internalQuery, mutation as renamed, query } from "./_generated/server";
import * as builders from "./builders";
import {
  bothMutations, eitherQuery, laterQuery, limitedAction, makeQuery, observedMutation, openQuery, overloaded,
  privateMutation, recursive, Registrar, secretMutation, systemQuery, traced, untyped, userQuery, watchedMutation,
  wrap, zodQuery,
} from "./builders";
import { convex } from "./fluent";
import * as old from "./old-convex";
import { missing } from "./missing";
import { somewhere } from "uninstalled-package";

declare const flag: boolean;
declare const either: typeof query | typeof internalQuery;
const helper = (name: string) => ({ name });
const { query: destructured } = builders.builders;
const registrar = new Registrar();

export const listed = query({ args: {}, handler: async () => [1] });
export const positional = renamed(async (ctx, { id }: { id: string }) => id);
export const hidden = internalQuery({ handler: () => 1 });
export const sent = action({ handler: () => 1 });
export const byNamespace = server.internalAction({ handler: () => 1 });
export const byUnion = (flag ? query : internalQuery)({ handler: () => 1 });
export const byLet = either({ handler: () => 1 });
export const hook = httpAction(async () => new Response());
export const generic = mutationGeneric({ handler: () => 1 });
export const genericInternal = internalQueryGeneric(() => 1);
export const genericAction = internalActionGeneric(() => 1);
export const cast = query({ handler: () => 1 }) as any;
export const annotated: any = query({ handler: () => 1 });
export const optional = server.query?.({ handler: () => 1 });
export const withTypes = query<any, any>({ handler: () => 1 });

export const userListed = userQuery({ args: { id: v.string() }, handler: (ctx) => ctx.user });
export const systemListed = systemQuery(() => 1);
export const watched = watchedMutation({ handler: () => 1 });
export const limited = limitedAction({ handler: () => 1 });
export const zod = zodQuery({ args: {}, handler: () => 1 });
export const lax = builders.laxQuery({ args: {}, handler: () => 1 });
export const eitherArgument = builders.eitherOf(query, query)({ handler: () => 1 });
export const castListed = builders.castQuery({ handler: () => 1 });
export const typeOfQuery = builders.typeOfQuery({ args: {}, handler: () => 1 });
export const castWrapper = builders.castWrapper({ args: {}, handler: () => 1 });
export const annotatedWrapper = builders.annotatedWrapper({ args: {}, handler: () => 1 });
export const givenBuilder = builders.giveQuery();
export const givenQuery = builders.giveQuery()({ args: {}, handler: () => 1 });
export const plainObject = builders.plainBuilders.query({ args: {}, handler: () => 1 });
export const mappedObject = builders.hiddenBuilders.query({ args: {}, handler: () => 1 });
export const notABuilder = builders.noQuery();
export const reexported = privateMutation({ handler: () => 1 });
export const wrapped = wrap(renamed)({ handler: () => 1 });
export const inlineCustom = builders.wrap(systemQuery)({ args: {}, handler: () => 1 });
export const tracedInternal = traced(internalMutation({ handler: () => 1 }));
export const tracedPublic = traced(renamed({ handler: () => 1 }));
export const opened = openQuery(query);
export const bothPublic = bothMutations(renamed);
export const bothInternal = bothMutations(internalMutation);
export const made = makeQuery("internal");
export const madeOpen = makeQuery(flag ? "internal" : "public");
export const overloadedIn = overloaded("in");
export const overloadedOut = overloaded("out");
export const mixed = (flag ? query : renamed)({ handler: () => 1 });
export const twoTypes = builders.twoTypes();
export const twoVisibilities = builders.twoVisibilities();
export const noVisibility = builders.noVisibility();
export const marked = builders.openMarker<1>(1);
export const unmarked = builders.openMarker<2>(2);
export const copied = builders.copy(hidden);
export const viaOptional = builders.builders?.admin.mutation({ handler: () => 1 });
declare const maybe: { mutation: typeof internalMutation } | undefined;
export const viaMaybe = maybe?.mutation({ handler: () => 1 });
export const observed = observedMutation({ handler: () => 1 });
export const secret = secretMutation(() => 1);
export const eitherListed = eitherQuery(true);
export const later = laterQuery();
export const endless = recursive(3);
export const byObject = builders.builders.admin.mutation({ handler: () => 1 });
export const byResult = builders.getBuilders().shop.mutation({ handler: () => 1 });
export const byDestructuring = destructured({ handler: () => 1 });
export const byMethod = registrar.define(() => 1);
export const lost = untyped({});

export const fluentPublic = convex.query().input({ id: "" }).handler(async () => 1).public();
export const fluentInternal = convex.mutation().use(() => 1).handler(() => 1).internal();
export const fluentAction = convex.handler(() => 1).internal();
export const fluentUnfinished = convex.query().handler(() => 1);

export const oldPublic = old.query({ handler: () => 1 });
export const oldInternal = old.internalQuery({ handler: () => 1 });
export const oldOpen = old.openQuery({ handler: () => 1 });
export const oldCustom = old.custom(old.internalQuery)({ handler: () => 1 });
export const oldHook = old.httpAction(() => 1);

export const named = helper("a");
export const validator = v.object({ isQuery: v.boolean() });
export const unresolved = missing({ handler: () => 1 });
export const uninstalled = somewhere({ handler: () => 1 });
export const anyCallee = (query as any)({ handler: () => 1 });
export const notCallable = (1 as number)();
export default query({ handler: () => 1 });
`;

// `await ctx.runQuery(internal.circular.first)` makes the type of each of these depend on itself.
const CIRCULAR = `
import { internal } from "./_generated/api";
import { customAction } from "convex-helpers/server/customFunctions";
import { internalAction, internalQuery, mutation } from "./_generated/server";
import { convex } from "./fluent";
export const first = internalQuery({ handler: async (ctx) => await ctx.runQuery(internal.circular.first, {}) });
const logged = (handler: (ctx: any) => any) =>
  mutation({ handler: async (ctx) => [await ctx.runQuery(internal.circular.first, {}), await handler(ctx)] });
export const second = logged(async (ctx) => await ctx.runMutation(internal.circular.second, {}));
const guardedAction = customAction(internalAction, {
  args: {},
  input: async (ctx) => ({ ctx: { user: await ctx.runAction(internal.circular.fourth, {}) }, args: {} }),
});
export const fourth = guardedAction({ handler: async (ctx) => ctx.user });
export const third = convex.query().handler(() => internal.circular.third).internal();
`;

// Like the declarations of @convex-dev/auth, r2, rate-limiter, migrations and workflow.
const LIBRARIES = `
import type { FunctionVisibility, RegisteredAction, RegisteredMutation, RegisteredQuery } from "convex/server";
export declare function convexAuth(config: { providers: unknown[] }): {
  auth: { getUserId(): Promise<string> };
  signIn: RegisteredAction<"public", { provider?: string }, Promise<string>>;
  signOut: RegisteredAction<"public", {}, Promise<void>>;
  store: RegisteredMutation<"internal", { args: any }, Promise<void>>;
  isAuthenticated: RegisteredQuery<"public", {}, Promise<boolean>>;
};
export declare class R2 {
  clientApi<DataModel>(options?: { onUpload?: (ctx: DataModel) => void }): {
    generateUploadUrl: RegisteredMutation<"public", {}, Promise<string>>;
    onSyncMetadata: RegisteredMutation<"internal", {}, Promise<null>>;
  };
}
export declare class RateLimiter<Names extends string> {
  hookAPI<Ctx>(name: Names): {
    getRateLimit: RegisteredQuery<"public", {}, Promise<number>>;
    getServerTime: RegisteredMutation<"public", {}, Promise<number>>;
  };
}
export declare class Migrations<DataModel> {
  define<Table extends string>(options: { table: Table; migrateOne: (ctx: DataModel) => unknown }): RegisteredMutation<"internal", {}, Promise<number>>;
  runner(): RegisteredMutation<"internal", {}, Promise<any>>;
}
export declare class WorkflowManager {
  define<Args>(definition: { args?: Args }): { handler<R>(fn: (step: unknown) => R): RegisteredMutation<"internal", {}, R> };
  define<Args, R>(definition: { args?: Args; handler: (step: unknown, args: Args) => R }): RegisteredMutation<"internal", {}, R>;
}
export declare function choose<V extends FunctionVisibility = "internal">(visibility?: V): { read: RegisteredQuery<V, {}, any> };
`;

const EXPORTS = `
import { crud } from "convex-helpers/server/crud";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { httpAction, internalQuery, mutation, query } from "./_generated/server";
import { choose, convexAuth, Migrations, R2, RateLimiter, WorkflowManager } from "./libraries";
import { listed } from "./calls";

const schema = defineSchema({ users: defineTable({ name: v.string() }) });
const workflow = new WorkflowManager();

export const { auth, signIn, signOut: leave, store, ...others } = convexAuth({ providers: [] });
export const { generateUploadUrl, onSyncMetadata } = new R2().clientApi();
export const { getRateLimit, getServerTime } = new RateLimiter<"send">().hookAPI("send");
export const { create, read: readUser } = crud(schema, "users");
export const { update, paginate } = crud(schema, "users", query, mutation);
export const { nested: { inner = query(() => 1) } } = { nested: {} as { inner?: number } };
export const run = new Migrations<unknown>().runner();
export const backfill = new Migrations<unknown>().define({ table: "users", migrateOne: () => 1 });
export const flow = workflow.define({ args: {}, handler: async () => 1 });
export const fluentFlow = workflow.define({ args: {} }).handler(async () => 1);
export const chosen = choose("public").read;
export const { read: defaulted } = choose();

export const list: any = query({ handler: () => 1 });
export const again = listed;
export { listed as renamed } from "./calls";
export * from "./circular";
export * as everything from "./circular";
export const hook = httpAction(async () => new Response());
export const nestedFunctions = { inner: query(() => 1) };
export const mutationState = { isMutation: true as const, isPending: false };
export function helper() {
  return query({ handler: () => 1 });
}
export const anything: any = JSON.parse("1");
export interface OnlyType { id: string }
export const loop = pool;
export const pool = loop;
export default internalQuery({ handler: () => 1 });
`;

const program = createVirtualProgram({
  "convex/_generated/server.d.ts": SERVER,
  "convex/_generated/api.d.ts": API,
  "convex/builders.ts": BUILDERS,
  "convex/fluent.d.ts": FLUENT,
  "convex/old-convex.d.ts": OLD_CONVEX,
  "convex/calls.ts": CALLS,
  "convex/circular.ts": CIRCULAR,
  "convex/libraries.d.ts": LIBRARIES,
  "convex/exports.ts": EXPORTS,
  "convex/script.js": `import { query } from "./_generated/server"; export const inScript = query({ handler: () => 1 });`,
  "convex/marked.ts": `\uFEFFimport { query } from "./_generated/server";\nexport const marked = query({ handler: () => 1 });`,
  "convex/global.ts": `const nothing = 1;`,
});
const oracle = getTypeScriptOracle(program);

const isPublic = (functionType: FunctionType): Registration => ({ kind: "function", functionType, visibility: "public" });
const isInternal = (functionType: FunctionType): Registration => ({ kind: "function", functionType, visibility: "internal" });
const isAmbiguous = (functionType: FunctionType): Registration => ({ kind: "function", functionType, visibility: "ambiguous" });
const NONE: Registration = { kind: "none" };
const UNKNOWN: Registration = { kind: "unknown" };
const HTTP_ACTION: Registration = { kind: "httpAction" };

describe("registrationOfCall", () => {
  it.each<[string, Registration]>([
    ["listed", isPublic("query")],
    ["positional", isPublic("mutation")],
    ["hidden", isInternal("query")],
    ["sent", isPublic("action")],
    ["byNamespace", isInternal("action")],
    ["byUnion", isAmbiguous("query")],
    ["byLet", isAmbiguous("query")],
    ["hook", HTTP_ACTION],
    ["generic", isPublic("mutation")],
    ["genericInternal", isInternal("query")],
    ["genericAction", isInternal("action")],
    ["cast", isPublic("query")],
    ["annotated", isPublic("query")],
    ["optional", isPublic("query")],
    ["withTypes", isPublic("query")],
    ["default", isPublic("query")],
  ])("reads the builders of Convex: %s", (name, expected) => {
    expect(oracle.registrationOfCall(findBuilderCall(program, "convex/calls.ts", name))).toEqual(expected);
  });

  it.each<[string, Registration]>([
    ["userListed", isPublic("query")],
    ["systemListed", isInternal("query")],
    ["watched", isPublic("mutation")],
    ["limited", isPublic("action")],
    ["zod", isPublic("query")],
    ["lax", isAmbiguous("query")],
    ["eitherArgument", isPublic("query")],
    ["castListed", isInternal("query")],
    ["givenBuilder", NONE],
    ["givenQuery", isPublic("query")],
    ["plainObject", isPublic("query")],
    ["mappedObject", isInternal("query")],
    ["typeOfQuery", isInternal("query")],
    ["castWrapper", isInternal("mutation")],
    ["annotatedWrapper", isPublic("mutation")],
    ["notABuilder", UNKNOWN],
    ["reexported", isInternal("mutation")],
    ["wrapped", isPublic("mutation")],
    ["inlineCustom", isInternal("query")],
    ["tracedInternal", isInternal("mutation")],
    ["tracedPublic", isPublic("mutation")],
    ["opened", isAmbiguous("query")],
    ["bothPublic", isPublic("mutation")],
    ["bothInternal", isInternal("mutation")],
    ["made", isInternal("query")],
    ["madeOpen", isAmbiguous("query")],
    ["overloadedIn", isInternal("mutation")],
    ["overloadedOut", isPublic("mutation")],
    ["twoVisibilities", isAmbiguous("query")],
    ["noVisibility", isAmbiguous("query")],
    ["marked", isPublic("query")],
    ["copied", isInternal("query")],
    ["viaOptional", isInternal("mutation")],
    ["viaMaybe", isInternal("mutation")],
    ["observed", isPublic("mutation")],
    ["secret", isInternal("mutation")],
    ["eitherListed", isAmbiguous("query")],
    ["byObject", isInternal("mutation")],
    ["byResult", isInternal("mutation")],
    ["byDestructuring", isPublic("query")],
    ["byMethod", isInternal("query")],
  ])("reads custom builders: %s", (name, expected) => {
    expect(oracle.registrationOfCall(findBuilderCall(program, "convex/calls.ts", name))).toEqual(expected);
  });

  it.each<[string, Registration]>([
    ["fluentPublic", isPublic("query")],
    ["fluentInternal", isInternal("mutation")],
    ["fluentAction", isInternal("action")],
    ["fluentUnfinished", NONE],
  ])("reads fluent chains: %s", (name, expected) => {
    expect(oracle.registrationOfCall(findBuilderCall(program, "convex/calls.ts", name))).toEqual(expected);
  });

  it.each<[string, Registration]>([
    ["oldPublic", isPublic("query")],
    ["oldInternal", isInternal("query")],
    ["oldOpen", isAmbiguous("query")],
    ["oldCustom", isInternal("query")],
    ["oldHook", HTTP_ACTION],
  ])("reads the types of old convex versions: %s", (name, expected) => {
    expect(oracle.registrationOfCall(findBuilderCall(program, "convex/calls.ts", name))).toEqual(expected);
  });

  it.each<[string, Registration]>([
    ["named", NONE],
    ["validator", NONE],
    ["later", NONE],
    ["unmarked", NONE],
    ["mixed", UNKNOWN],
    ["twoTypes", UNKNOWN],
    ["endless", UNKNOWN],
    ["lost", UNKNOWN],
    ["unresolved", UNKNOWN],
    ["uninstalled", UNKNOWN],
    ["anyCallee", UNKNOWN],
    ["notCallable", UNKNOWN],
  ])("tells what registers nothing from what it cannot tell: %s", (name, expected) => {
    expect(oracle.registrationOfCall(findBuilderCall(program, "convex/calls.ts", name))).toEqual(expected);
  });

  it.each<[string, Registration]>([
    ["first", isInternal("query")],
    ["second", isPublic("mutation")],
    ["third", isInternal("query")],
    ["fourth", isInternal("action")],
  ])("does not ask for the types of handlers, which may be circular: %s", (name, expected) => {
    expect(oracle.registrationOfCall(findBuilderCall(program, "convex/circular.ts", name))).toEqual(expected);
  });

  it("reads JavaScript modules", () => {
    expect(oracle.registrationOfCall(findBuilderCall(program, "convex/script.js", "inScript"))).toEqual(isPublic("query"));
  });

  it("takes offsets without the byte order mark", () => {
    const { file, calleeText } = findBuilderCall(program, "convex/marked.ts", "marked");
    const text = program.getSourceFile(file)?.text.slice(1) ?? "";
    const start = text.indexOf("query({");
    const callee = [start, start + calleeText.length] as const;

    expect(oracle.registrationOfCall({ file, calleeText, callee, call: [start, text.length - 1] })).toEqual(isPublic("query"));
  });

  it("does not answer about text that the program does not hold", () => {
    const call = findBuilderCall(program, "convex/calls.ts", "listed");

    expect(oracle.registrationOfCall({ ...call, calleeText: "internalQuery" })).toEqual(UNKNOWN);
    expect(oracle.registrationOfCall({ ...call, call: [call.call[0], call.call[1] + 1] })).toEqual(UNKNOWN);
    expect(oracle.registrationOfCall({ ...call, file: toPath("convex/other.ts") })).toEqual(UNKNOWN);
  });

  it("accepts the parentheses of a callee inside or outside of its range", () => {
    const call = findBuilderCall(program, "convex/calls.ts", "byUnion");
    const [start, end] = call.callee;

    expect(
      oracle.registrationOfCall({ ...call, callee: [start - 1, end + 1], calleeText: `(${call.calleeText})` }),
    ).toEqual(isAmbiguous("query"));
  });
});

describe("registrationOfExport", () => {
  it.each<[string, Registration]>([
    ["auth", NONE],
    ["signIn", isPublic("action")],
    ["leave", isPublic("action")],
    ["store", isInternal("mutation")],
    ["others", NONE],
    ["generateUploadUrl", isPublic("mutation")],
    ["onSyncMetadata", isInternal("mutation")],
    ["getRateLimit", isPublic("query")],
    ["getServerTime", isPublic("mutation")],
    ["create", isInternal("mutation")],
    ["readUser", isInternal("query")],
    ["update", isPublic("mutation")],
    ["paginate", isPublic("query")],
    ["inner", UNKNOWN],
    ["run", isInternal("mutation")],
    ["backfill", isInternal("mutation")],
    ["flow", isInternal("mutation")],
    ["fluentFlow", isInternal("mutation")],
    ["chosen", isPublic("query")],
    ["defaulted", isInternal("query")],
  ])("reads what libraries make: %s", (exportName, expected) => {
    expect(oracle.registrationOfExport({ file: toPath("convex/exports.ts"), exportName })).toEqual(expected);
  });

  it.each<[string, Registration]>([
    ["list", isPublic("query")],
    ["again", isPublic("query")],
    ["renamed", isPublic("query")],
    ["second", isPublic("mutation")],
    ["first", isInternal("query")],
    ["everything", NONE],
    ["hook", HTTP_ACTION],
    ["default", isInternal("query")],
    ["nestedFunctions", NONE],
    ["mutationState", NONE],
    ["helper", NONE],
    ["anything", UNKNOWN],
    ["OnlyType", UNKNOWN],
    ["loop", UNKNOWN],
    ["notExported", UNKNOWN],
  ])("reads what modules export: %s", (exportName, expected) => {
    expect(oracle.registrationOfExport({ file: toPath("convex/exports.ts"), exportName })).toEqual(expected);
  });

  it("does not answer about files that are no module of the program", () => {
    expect(oracle.registrationOfExport({ file: toPath("convex/global.ts"), exportName: "nothing" })).toEqual(UNKNOWN);
    expect(oracle.registrationOfExport({ file: toPath("convex/other.ts"), exportName: "a" })).toEqual(UNKNOWN);
  });
});

describe("the oracle of a program", () => {
  it("is one and the same", () => {
    expect(getTypeScriptOracle(program)).toBe(oracle);
  });

  it("knows the files of its program", () => {
    expect(oracle.knows(toPath("convex/calls.ts"))).toBe(true);
    expect(oracle.knows(toPath("convex/other.ts"))).toBe(false);
  });

  it("looks at a builder's symbol once", () => {
    const counted = createCountingOracle();
    const names = ["listed", "hidden", "sent", "observed", "userListed", "systemListed"];
    const calls = names.map((name) => findBuilderCall(program, "convex/calls.ts", name));

    calls.forEach((call) => counted.oracle.registrationOfCall(call));
    const first = counted.count();
    calls.forEach((call) => counted.oracle.registrationOfCall(call));
    counted.oracle.registrationOfCall(findBuilderCall(program, "convex/calls.ts", "default"));

    expect(counted.count()).toBe(first);
  });

  it("answers `unknown` when the checker fails", () => {
    const broken = { ...program, getTypeChecker: () => raise() };
    const call = findBuilderCall(program, "convex/calls.ts", "listed");

    expect(getTypeScriptOracle(broken).registrationOfCall(call)).toEqual(UNKNOWN);
  });
});

function raise(): never {
  throw new RangeError("Maximum call stack size exceeded");
}

/** An oracle of the same program, and the number of symbols whose type it has asked for. */
function createCountingOracle() {
  let count = 0;
  const checker = program.getTypeChecker();
  const countingChecker: ts.TypeChecker = {
    ...checker,
    getTypeOfSymbol: (symbol) => {
      count += 1;
      return checker.getTypeOfSymbol(symbol);
    },
  };
  return { oracle: getTypeScriptOracle({ ...program, getTypeChecker: () => countingChecker }), count: () => count };
}

/** The path of a virtual file. */
function toPath(file: string): string {
  return `${ROOT}/${file}`;
}

/** Builds a program of sources that exist nowhere on the disk, against the packages of the repository. */
function createVirtualProgram(sources: Readonly<Record<string, string>>): ts.Program {
  const files = new Map(Object.entries(sources).map(([file, text]) => [toPath(file), text]));
  const base = ts.createCompilerHost(OPTIONS);
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (path) => files.has(path) || base.fileExists(path),
    directoryExists: (path) => path.startsWith(ROOT) || (base.directoryExists?.(path) ?? false),
    readFile: (path) => files.get(path) ?? base.readFile(path),
    getSourceFile: (path, options, ...rest) => {
      const text = files.get(path);
      return text === undefined
        ? base.getSourceFile(path, options, ...rest)
        : ts.createSourceFile(path, text, options);
    },
  };

  return ts.createProgram({ rootNames: [...files.keys()], options: OPTIONS, host });
}

/** The outermost call in the value of `export const <name>` (or of the default export), as ESTree would describe it. */
function findBuilderCall(program: ts.Program, file: string, name: string): BuilderCall {
  const source = program.getSourceFile(toPath(file));
  const value = source && findValue(source, name);
  if (!source || !value || !ts.isCallExpression(value)) throw new Error(`${file} has no call named ${name}`);

  const callee = skipParentheses(value.expression);
  return {
    file: toPath(file),
    call: [value.getStart(source), value.end],
    callee: [callee.getStart(source), callee.end],
    calleeText: callee.getText(source),
  };
}

function findValue(source: ts.SourceFile, name: string): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement) && name === "default") return statement.expression;
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find((declaration) => declaration.name.getText(source) === name);
    if (found?.initializer) return skipParentheses(found.initializer);
  }
  return undefined;
}

function skipParentheses(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)
    ? skipParentheses(expression.expression)
    : expression;
}
