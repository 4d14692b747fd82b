import { describe, expect, test } from "vitest";

import { pack, Shapes, unpack } from "./packed.ts";

/** Packs pieces and reads them back, as another process does. */
function roundTrip(pieces: readonly unknown[]): unknown[] {
  const shapes = new Shapes();
  const packed = pack(pieces, shapes);
  if (!packed) throw new Error("It cannot be packed.");
  const read = unpack(packed, new Shapes(shapes.list));
  return pieces.map((_, piece) => read(piece));
}

describe("plain data comes back as it was", () => {
  test.each([
    ["a string", "messages:list"],
    ["an empty string", ""],
    ["zero", 0],
    ["the largest number", 2 ** 28 - 1],
    ["null", null],
    ["undefined", undefined],
    ["true", true],
    ["false", false],
    ["a range", [12, 34]],
    ["a range backwards", [34, 12]],
    ["a range far into a file", [900_000, 1_000_000]],
    ["numbers around the sizes of bytes", [15, 16, 127, 128, 2047, 2048, 16_383, 16_384, 2_097_151, 2_097_152]],
    ["a pair of strings", ["a", "b"]],
    ["a pair of a number and a string", [1, "b"]],
    ["an empty array", []],
    ["a set", new Set(["a", "b"])],
    ["a property that is undefined", { cast: undefined, kind: "member" }],
    ["nested objects", { kind: "call", args: [{ kind: "string", value: "a", range: [1, 2] }], callee: { kind: "unknown", range: [0, 0] } }],
  ])("%s", (_, data) => {
    expect(roundTrip([data])).toStrictEqual([data]);
  });

  test("each piece by itself, in any order", () => {
    const shapes = new Shapes();
    const packed = pack([{ a: "x" }, ["y", "x"], { a: "z" }], shapes);
    const read = packed && unpack(packed, shapes);
    expect([read?.(2), read?.(0), read?.(1)]).toEqual([{ a: "z" }, { a: "x" }, ["y", "x"]]);
  });

  test("with the shapes of what was packed before", () => {
    const shapes = new Shapes();
    const first = pack([{ a: 1, b: 2 }], shapes);
    const second = pack([{ b: 1, a: 2 }], shapes);
    expect(first && unpack(first, shapes)(0)).toEqual({ a: 1, b: 2 });
    expect(second && Object.keys(unpack(second, shapes)(0) as object)).toEqual(["b", "a"]);
    expect(shapes.list).toEqual([["a", "b"], ["b", "a"]]);
  });
});

describe("what cannot be packed is refused, wherever it stands", () => {
  test.each([
    ["a fraction", 1.5],
    ["a negative number", -1],
    ["minus zero", -0],
    ["a number beyond the codes", 2 ** 28],
    ["a string with a NUL", "a\0b"],
    ["a function", () => undefined],
    ["a bigint", 1n],
  ])("%s", (_, data) => {
    expect(pack([data], new Shapes())).toBeUndefined();
    expect(pack([[{ data }]], new Shapes())).toBeUndefined();
    expect(pack([["a", data]], new Shapes())).toBeUndefined();
  });
});
