import ts from "typescript";
import { expect, test } from "vitest";

import { findAny } from "../validators/any-places.ts";
import type { ArgumentType } from "./argument-type.ts";
import { getTypeScriptOracle } from "./typescript-oracle.ts";

const FILE = `${process.cwd()}/src/types/made.ts`;
const DECLARATIONS = `
import { v, type GenericValidator, type PropertyValidators, type VAny, type Validator, type VArray, type VUnion } from "convex/values";
declare const anything: any;
declare const loose: VAny;
declare const untyped: Validator<any, "required", any>;
declare const generic: GenericValidator;
declare const typed: Validator<string, "required", never>;
declare const fields: PropertyValidators;
declare const namedUnion: VUnion<"a" | "b", any[]>;
declare const namedArray: VArray<string[], any>;
declare const looseArray: VArray<any[], any>;
declare const callable: () => void;
declare const schemaOfAnother: { parse: (value: unknown) => any; _output: any };
`;

/** The places of an expression of validators that check nothing (`any`), or that have no type (`untyped`). */
function placesOf(expression: string): string[] {
  const text = `${DECLARATIONS}export const made = ${expression};\n`;
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => (name === FILE ? ts.createSourceFile(name, text, version) : read(name, version));
  const program = ts.createProgram({ rootNames: [FILE], options: { strict: true, types: [], target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }, host });
  const start = text.lastIndexOf(expression);
  const found = getTypeScriptOracle(program).validatorType({ file: FILE, range: [start, start + expression.length], text: expression });
  return found ? findAny(sited(found)).map(({ path, form }) => `${path.join(".")}: ${form}`) : ["not read"];
}

/** Gives every `any` a place, without which it is none that could be reported. */
function sited(type: ArgumentType): ArgumentType {
  return JSON.parse(JSON.stringify(type), (_key, value: unknown) => (typeof value === "object" && value !== null && "kind" in value && value.kind === "any" ? { ...value, site: { file: FILE, range: [0, 0] } } : value)) as ArgumentType;
}

test.each<[string, string[]]>([
  ["anything", [": untyped"]],
  ["loose", [": any"]],
  ["untyped", [": untyped"]],
  ["generic", [": untyped"]],
  ["{ a: v.string(), b: loose, c: anything }", ["b: any", "c: untyped"]],
  ["v.optional(v.object({ a: v.array(v.any()) }))", ["a.[]: any"]],
  ["looseArray", ["[]: untyped"]],
  ["v.record(v.string(), v.any())", ["[]: any"]],
  ["v.union(v.string(), v.object({ a: v.any() }))", ["a: any"]],
])("%s", (expression, expected) => {
  expect(placesOf(expression)).toEqual(expected);
});

test.each(["typed", "fields", "v.string()", "callable", "namedUnion", "namedArray", "schemaOfAnother", "{ a: v.string(), b: schemaOfAnother }", "[v.any()]", "{ a: { b: anything } }", "v.id('users')", "'text'", "undefined"])("%s has no validator of any", (expression) => {
  expect(placesOf(expression)).toEqual([]);
});
