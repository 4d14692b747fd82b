import type { Node } from "oxc-parser";

import { type Frame, keyName, literalString, rangeOf, unwrap, wrapped } from "./ast.ts";
import { endsWithId } from "./identifying.ts";
import { isNameSink, mayGoToNameApi } from "./name-sinks.ts";
import type { Declaration, ScopeAnalysis } from "./scopes.ts";
import { isWrittenName, mayBeName } from "./strings.ts";
import type { FileFacts, NameFact, Sink } from "./types.ts";
import type { ValueReader } from "./values.ts";

/** `"dir/module:export"`, optionally with the extension that older clients write. */
export const FUNCTION_NAME = /^[A-Za-z_][\w.-]*(?:\/[\w.-]+)*:[A-Za-z_]\w*$/u;
/** `"internal.messages.send"`, which helpers take that look it up. */
const DOTTED_NAME = /^(?:api|internal)\.([A-Za-z_]\w*(?:\.\w+)+)$/u;
/** What no character of a function's name breaks off. */
const NAME_PART = /^[\w./:-]*$/u;
/** `"module"`, the name of a module's default export. */
const MODULE_NAME = /^[A-Za-z_]\w*(?:\/\w+)*$/u;

/** Returns the string literals that may be function names, and the names that are put together at run time. */
export function collectNames(
  scopes: ScopeAnalysis,
  reader: ValueReader,
  ownerOf: (node: Node) => number | null,
): { names: NameFact[]; dynamicNames: FileFacts["dynamicNames"] } {
  const names: NameFact[] = [];
  const dynamicNames: { parts: readonly (string | null)[]; sink: Sink; range: readonly [number, number] }[] = [];
  for (const frame of scopes.literals) {
    const literal = frame.node;
    const text = literalString(literal);
    const built = builtString(frame, text);
    if (built && mayMakeName(built, frame, scopes)) {
      const sink = reader.sinkOf(built);
      const value = reader.valueOf(wrapped(built).node, "shallow");
      const isMeant = isNameSink(sink, reader.bindings);
      const mayBeMeant = value.kind === "template" && !endsWithId(built.node) && (isWrittenName(value.parts) || (mayBeName(value.parts) && mayTakeName(sink)));
      if (value.kind === "template" && (isMeant || mayBeMeant) && !isIdle(built, sink, { scopes, reader })) {
        dynamicNames.push({ parts: value.parts, sink, range: value.range });
      }
      if (value.kind === "string" && FUNCTION_NAME.test(value.value)) {
        names.push({ value: value.value, range: value.range, sink, owner: ownerOf(literal) });
        continue;
      }
    }
    if (text === undefined) continue;
    if (text.length > 200) continue;
    const dotted = DOTTED_NAME.exec(text)?.[1];
    if (dotted !== undefined) dynamicNames.push({ parts: [dotted.replaceAll(".", "/").replace(/\/(?=[^/]*$)/u, ":")], sink: reader.sinkOf(frame), range: rangeOf(unwrap(literal)) });
    else if (FUNCTION_NAME.test(text)) names.push({ value: text, range: rangeOf(unwrap(literal)), sink: reader.sinkOf(frame), owner: ownerOf(literal) });
    else if (MODULE_NAME.test(text) && mayGoToNameApi(frame, scopes)) {
      const sink = reader.sinkOf(frame);
      if (isNameSink(sink, reader.bindings)) names.push({ value: text, range: rangeOf(unwrap(literal)), sink, owner: ownerOf(literal) });
    }
  }
  return { names, dynamicNames };
}

/** Whether the string that an expression puts together may be a function's name, by a look at the parts that are written out. */
function mayMakeName(built: Frame, part: Frame, scopes: ScopeAnalysis): boolean {
  const { node } = part;
  const texts = node.type === "TemplateLiteral" ? node.quasis.map(({ value }) => value.cooked ?? "") : [literalString(node) ?? ""];
  if (!texts.every((text) => NAME_PART.test(text))) return false;
  return texts.some((text) => text.includes(":")) || (node.type === "TemplateLiteral" && node.expressions.some((hole) => mayHoldColon(hole, scopes))) || mayGoToNameApi(built, scopes);
}

/** Whether an expression inside a template may stand for text with a colon that the file shows. */
function mayHoldColon(expression: Node, { resolved }: ScopeAnalysis): boolean {
  const node = unwrap(expression);
  if (node.type !== "Identifier") return node.type !== "MemberExpression" && (node.type !== "CallExpression" || node.callee.type === "MemberExpression");
  const site = resolved.get(node)?.site;
  return site?.type === "VariableDeclarator" && site.init !== null && mayBeText(unwrap(site.init));
}

function mayBeText(node: Node): boolean {
  return (literalString(node) ?? (node.type === "TemplateLiteral" || node.type === "BinaryExpression" ? ":" : "")).includes(":");
}

/** The expression that puts a string together: a template, the outermost `+` around a literal with a colon, or a call that joins it. */
function builtString(frame: Frame, text: string | undefined): Frame | undefined {
  if (text === undefined) return frame.node.type === "TemplateLiteral" ? frame : undefined;
  if (!text.includes(":")) return undefined;
  const call = frame.up;
  if (call?.node.type === "CallExpression" && call.node.callee.type === "MemberExpression") {
    return ["join", "concat", "replace", "replaceAll"].includes(keyName(call.node.callee.property, false) ?? "") ? call : undefined;
  }
  let outer: Frame | undefined;
  for (let { up } = frame; up?.node.type === "BinaryExpression" && up.node.operator === "+"; { up } = up) outer = up;
  return outer;
}

/** What things are told apart by, in lists and on pages. */
const ID_KEY = /^(?:_?id|key)$|(?:_id|Id|_key|Key)$/u;
/** Attributes of elements that no code reads for what they say. */
const SHOWN = /^(?:id|class|className|style|title|alt|href|src|htmlFor|for|aria-[\w-]+)$/u;

/** Whether nothing is done with a string but looking something up by it: `` drafts[`messages:${id}`] = text ``, `` { id: `messages:${id}` } ``. */
function isIdle(built: Frame, sink: Sink, { scopes, reader }: { readonly scopes: ScopeAnalysis; readonly reader: ValueReader }): boolean {
  if (sink.kind === "none") return true;
  const whole = wrapped(built);
  const site = whole.up?.node;
  if (site?.type === "Property" && site.value === whole.node && ID_KEY.test(keyName(site.key, site.computed) ?? "")) return true;
  if (sink.kind === "jsx" && (sink.attribute === "key" || (/^[a-z][\w-]*$/u.test(sink.element) && SHOWN.test(sink.attribute)))) return true;
  if (sink.kind !== "alias" || site?.type !== "VariableDeclarator") return false;
  return (scopes.bySite.get(site) ?? []).every(({ top, references }) => !top && references.every((reference) => reader.sinkOf(reference).kind === "none"));
}

/** Whether something may take a name that says so nowhere: a function of one's own, `client[method]`, the body of a request. */
function mayTakeName(sink: Sink): boolean {
  return sink.kind === "argument" && (sink.keys.length === 0 || sink.keys.at(-1) === "path");
}

/** Whether a literal is the name of a function, or a part of what makes one, and the binding or function that gives it. */
export function namingDeclarations(scopes: ScopeAnalysis, reader: ValueReader): Declaration[] {
  return scopes.literals.flatMap((frame) => {
    const text = literalString(frame.node);
    const built = text?.includes(":") === true && !FUNCTION_NAME.test(text) ? builtString(frame, text) : undefined;
    if (built ? !mayMakeName(built, frame, scopes) : text === undefined ? !isNameTemplate(frame.node) : !FUNCTION_NAME.test(text)) return [];
    if (endsWithId((built ?? frame).node)) return [];
    const sink = reader.sinkOf(built ?? frame);
    const maker = sink.kind === "return" ? scopes.topLevel.get(reader.functions[sink.function]?.name ?? "") : undefined;
    return maker ? [maker] : reader.aliases(sink);
  });
}

/** `${module}:${name}`, and what has one of the two written out. */
function isNameTemplate(node: Node): boolean {
  // Most templates are class names and sentences.
  if (node.type !== "TemplateLiteral" || !node.quasis.some(({ value }) => value.raw.includes(":") || value.raw.includes("\\"))) return false;
  const texts = node.quasis.map((quasi) => quasi.value.cooked);
  return mayBeName(texts.flatMap((text, index) => [...(index > 0 ? [null] : []), ...(text === "" ? [] : [text])]));
}
