import { lateImportAt } from "../facts/late-imports.ts";
import type { FileFacts, ImportFact, LateImportFact, Range, SpecifierFact } from "../facts/types.ts";
import type { Edit } from "./edits.ts";
import { patternEdits } from "./late-imports.ts";
import { insertSorted, replaceSorted } from "./sorted-names.ts";

/** The end of line of a text, by its first line. */
function endOfLine(text: string): string {
  return /\r?\n/u.exec(text)?.[0] ?? "\n";
}

/**
 * The one owner of a file's imports during a repair: names are asked for and given up, and the edits that make the
 * import declarations agree come out at the end. A module is never imported a second time.
 */
export class ImportEditor {
  readonly #facts: FileFacts;
  readonly #text: string;
  readonly #wanted = new Map<ImportFact, Map<string, string>>();
  readonly #wantedLate = new Map<LateImportFact, Map<string, string>>();
  readonly #newModules = new Map<string, Map<string, string>>();
  readonly #replaced = new Set<string>();
  readonly #removed: Range[] = [];
  /** Specifiers that new code uses. */
  readonly #kept = new Set<SpecifierFact>();
  /** Specifiers of types that become imports of values. */
  readonly #valued = new Set<SpecifierFact>();
  readonly #taken: Set<string>;

  constructor(facts: FileFacts, text: string) {
    this.#facts = facts;
    this.#text = text;
    this.#taken = new Set(facts.identifiers);
  }

  /**
   * Returns the expression by which the file can use an export of a module, adding it to the import that is there.
   * @param specifiers How the module may be imported already; the first is how to import it if it is not.
   * @param local The name for a default export.
   */
  use(specifiers: readonly string[], imported: string, local = imported): string {
    const declarations = this.#facts.imports.filter(({ source }) => specifiers.includes(source));
    for (const declaration of declarations) {
      for (const specifier of declaration.specifiers) {
        if (declaration.typeOnly || specifier.typeOnly) continue;
        if (specifier.imported === imported || specifier.imported === "*") this.#kept.add(specifier);
        if (specifier.imported === imported) return specifier.local;
        if (specifier.imported === "*") return `${specifier.local}.${imported}`;
      }
    }
    const typed = this.#findTyped(declarations, imported);
    if (typed) {
      this.#valued.add(typed);
      return typed.local;
    }
    const declaration = declarations.find((candidate) => !candidate.typeOnly) ?? declarations.find(({ specifiers: names }) => names.every((name) => name.imported !== "*" && name.imported !== "default"));
    const names = declaration ? entry(this.#wanted, declaration) : entry(this.#newModules, specifiers[0] ?? "");
    let known = names.get(imported);
    if (known === undefined) {
      known = this.#freeName(local);
      names.set(imported, known);
    }
    return known;
  }

  /** Returns the expression by which code at this place can use an export of the module that the name there comes from. */
  useAt(place: Range, specifiers: readonly string[], imported: string): string {
    const late = lateImportAt(this.#facts.lateImports, place);
    if (!late) return this.use(specifiers, imported);
    const known = late.specifiers.find((specifier) => specifier.imported === imported);
    if (known) this.#kept.add(known);
    else entry(this.#wantedLate, late).set(imported, imported);
    return known?.local ?? imported;
  }

  /** The specifier that imports the name as a type, which can be made one of the value. */
  #findTyped(declarations: readonly ImportFact[], imported: string): SpecifierFact | undefined {
    if (imported === "default") return undefined;
    return declarations.flatMap(({ specifiers }) => specifiers).find((specifier) => specifier.imported === imported);
  }

  /** Notes that new code uses a name that the file imports already. */
  keep(local: string): void {
    for (const { specifiers } of this.#facts.imports) for (const specifier of specifiers) if (specifier.local === local) this.#kept.add(specifier);
  }

  /** Notes that a type annotation goes; an import of a type that nothing else mentions goes with it. */
  remove(range: Range): void {
    this.#removed.push(range);
  }

  /** Notes that the name at this place is replaced; an import that no place mentions any more goes. */
  replace(range: Range): void {
    this.#replaced.add(rangeKey(range));
  }

  /** Returns the edits of the import declarations. */
  edits(): Edit[] {
    const edits: Edit[] = [];
    const lines = [...this.#newModules].map(([source, names]) => this.#newImport(source, names));
    for (const declaration of this.#facts.imports) {
      // An import that goes makes room for one that comes.
      if (this.#isRemoved(declaration)) edits.push(lines.length > 0 ? { range: declaration.range, text: lines.splice(0).join(endOfLine(this.#text)) } : { range: this.#wholeLine(declaration.range), text: "" });
      else edits.push(...this.#editDeclaration(declaration));
    }
    for (const late of this.#facts.lateImports) edits.push(...patternEdits(late, [...(this.#wantedLate.get(late)?.keys() ?? [])], (specifier) => this.#becomesUnused(specifier)));
    if (lines.length > 0) edits.push(this.#insertion(lines));
    return edits;
  }

  #editDeclaration(declaration: ImportFact): Edit[] {
    const added = [...(this.#wanted.get(declaration) ?? [])].map(([imported, local]) => (imported === local ? imported : `${imported} as ${local}`));
    const unused = declaration.specifiers.filter((specifier) => this.#becomesUnused(specifier));
    const valued = declaration.specifiers.filter((specifier) => this.#valued.has(specifier));
    if (added.length === 0 && unused.length === 0 && valued.length === 0) return [];
    if (declaration.typeOnly && added.length + valued.length > 0) return this.#untype(declaration, added, unused);
    const named = this.#namedOf(declaration);
    const arranged = added.length > 0 && unused.length > 0 && valued.length === 0 && unused.every((specifier) => named.includes(specifier)) ? replaceSorted(this.#text, named, unused, added) : undefined;
    if (arranged) return [arranged];
    const edits: Edit[] = valued.flatMap(({ range }) => {
      const keyword = /^type\s+/u.exec(this.#text.slice(...range));
      return keyword ? [{ range: [range[0], range[0] + keyword[0].length] as const, text: "" }] : [];
    });
    // `mutation` that is used no more gives its place to `internalMutation`.
    const removed = unused.filter((specifier) => {
      if (specifier.imported === "*" || specifier.imported === "default") return true;
      const successor = added.shift();
      if (successor !== undefined) edits.push({ range: specifier.range, text: successor });
      return successor === undefined;
    });
    if (added.length > 0) edits.push(...(edits.length > 0 ? [this.#append(declaration, added)] : insertSorted(this.#text, named, added, (names) => this.#append(declaration, names))));
    return [...edits, ...this.#removals(declaration, removed)];
  }

  #isRemoved(declaration: ImportFact): boolean {
    const { specifiers } = declaration;
    return !this.#wanted.has(declaration) && specifiers.length > 0 && specifiers.every((specifier) => this.#becomesUnused(specifier));
  }

  #becomesUnused(specifier: SpecifierFact): boolean {
    if (this.#valued.has(specifier) || this.#kept.has(specifier)) return false;
    const { local, references } = specifier;
    if (references.length > 0) return references.every((range) => this.#replaced.has(rangeKey(range)));
    // The places of types are not known, but their names are.
    const name = new RegExp(`(?<![\\w$.])${local.replaceAll("$", "\\$")}(?![\\w$])`, "gu");
    if (!this.#removed.some((range) => this.#text.slice(...range).match(name))) return false;
    const gone = [...this.#removed, ...this.#facts.imports.map(({ range }) => range)];
    return [...this.#text.matchAll(name)].every(({ index }) => gone.some(([start, end]) => index >= start && index < end));
  }

  /** `import type { A } from "m"` becomes `import { type A, b } from "m"`. */
  #untype(declaration: ImportFact, added: readonly string[], unused: readonly SpecifierFact[]): Edit[] {
    const edits: Edit[] = [];
    const [start] = declaration.range;
    const keyword = /^import\s+type\b\s*/u.exec(this.#text.slice(...declaration.range));
    if (!keyword) return [];
    edits.push({ range: [start, start + keyword[0].length], text: "import " });
    const successors = [...added];
    const removed: SpecifierFact[] = [];
    for (const specifier of declaration.specifiers) {
      const successor = unused.includes(specifier) ? successors.shift() : undefined;
      if (successor !== undefined) edits.push({ range: specifier.range, text: successor });
      else if (unused.includes(specifier)) removed.push(specifier);
      else if (!this.#valued.has(specifier)) edits.push({ range: [specifier.range[0], specifier.range[0]], text: "type " });
    }
    if (successors.length > 0) edits.push(this.#append(declaration, successors));
    return [...edits, ...this.#removals(declaration, removed)];
  }

  /** The names in braces. */
  #namedOf({ specifiers }: ImportFact): readonly SpecifierFact[] {
    return specifiers.filter(({ imported, range }) => imported !== "*" && (imported !== "default" || this.#text.slice(...range).includes("{")));
  }

  #append(declaration: ImportFact, added: readonly string[]): Edit {
    const named = this.#namedOf(declaration);
    const last = named.at(-1);
    if (last) {
      const previous = named.at(-2);
      const between = previous ? this.#text.slice(previous.range[1], last.range[0]) : this.#text.slice(this.#text.lastIndexOf("{", last.range[0]) + 1, last.range[0]);
      const separator = between.includes("\n") ? `,${endOfLine(this.#text)}${/[^\n]*$/u.exec(between)?.[0] ?? ""}` : ", ";
      return { range: [last.range[1], last.range[1]], text: added.map((name) => separator + name).join("") };
    }
    const braces = this.#text.slice(declaration.range[0], declaration.sourceRange[0]).indexOf("{");
    if (braces !== -1) {
      const at = declaration.range[0] + braces + 1;
      return { range: [at, at], text: ` ${added.join(", ")} ` };
    }
    // `import a from "m"` or `import "m"`
    const first = declaration.specifiers[0];
    if (first) return { range: [first.range[1], first.range[1]], text: `, { ${added.join(", ")} }` };
    return { range: [declaration.sourceRange[0], declaration.sourceRange[0]], text: `{ ${added.join(", ")} } from ` };
  }

  /** Takes names out of a declaration that keeps others; neighbours go in one piece, with the commas between them. */
  #removals(declaration: ImportFact, removed: readonly SpecifierFact[]): Edit[] {
    const { specifiers, sourceRange } = declaration;
    const outer = specifiers.filter((specifier) => specifier.imported === "*" || this.#isDefault(specifier));
    const named = specifiers.filter((specifier) => !outer.includes(specifier));
    const edits: Edit[] = outer.filter((specifier) => removed.includes(specifier)).map((specifier) => ({ range: this.#withComma(declaration, specifier), text: "" }));
    const [beside] = outer;
    if (named.length > 0 && beside && named.every((specifier) => removed.includes(specifier))) {
      const end = beside.range[1] + this.#text.slice(beside.range[1], sourceRange[0]).lastIndexOf("}") + 1;
      return [...edits, { range: [beside.range[1], end], text: "" }];
    }
    for (let first = 0; first < named.length; first += 1) {
      let next = first;
      while (named[next] && removed.includes(named[next] as SpecifierFact)) next += 1;
      const [from, to, before, after] = [named[first], named[next - 1], named[first - 1], named[next]];
      if (next === first || !from || !to) continue;
      const whole: Range = after ? [from.range[0], after.range[0]] : [before ? before.range[1] : from.range[0], to.range[1]];
      // A comment between them belongs to what stays.
      if (/\/[/*]/u.test(this.#text.slice(...whole))) edits.push(...named.slice(first, next).map((specifier) => ({ range: this.#withComma(declaration, specifier), text: "" })));
      else edits.push({ range: whole, text: "" });
      first = next;
    }
    return edits;
  }

  #isDefault({ imported, range }: SpecifierFact): boolean {
    return imported === "default" && !this.#text.slice(...range).startsWith("default");
  }

  #withComma(declaration: ImportFact, specifier: SpecifierFact): Range {
    const [start, end] = specifier.range;
    const after = /^\s*,[^\S\n]*/u.exec(this.#text.slice(end, declaration.sourceRange[0]));
    const before = /,?\s*$/u.exec(this.#text.slice(declaration.range[0], start))?.[0] ?? "";
    const lineStart = this.#text.lastIndexOf("\n", start - 1) + 1;
    const lineRest = /^\s*?,?[^\S\n]*\r?\n/u.exec(this.#text.slice(end));
    if (lineRest && this.#text.slice(lineStart, start).trim() === "") return [lineStart, end + lineRest[0].length];
    const isLast = declaration.specifiers.at(-1) === specifier;
    if (isLast && before.startsWith(",")) return [start - before.length, end];
    return after ? [start, end + after[0].length] : [start, end];
  }

  #wholeLine([start, end]: Range): Range {
    const rest = /^[^\S\n]*\r?\n/u.exec(this.#text.slice(end));
    return [start, end + (rest?.[0].length ?? 0)];
  }

  #newImport(source: string, names: ReadonlyMap<string, string>): string {
    const named = [...names].filter(([imported]) => imported !== "default").map(([imported, local]) => (imported === local ? imported : `${imported} as ${local}`));
    const clauses = [names.get("default"), named.length > 0 ? `{ ${named.join(", ")} }` : undefined].filter((clause) => clause !== undefined);
    const sample = this.#facts.imports[0];
    const quote = sample ? this.#text.charAt(sample.sourceRange[0]) : '"';
    const semicolon = sample && !this.#text.slice(...sample.range).endsWith(";") ? "" : ";";
    return `import ${clauses.join(", ")} from ${quote}${source}${quote}${semicolon}`;
  }

  #insertion(lines: readonly string[]): Edit {
    const eol = endOfLine(this.#text);
    const last = this.#facts.imports.at(-1);
    if (last) {
      const comment = /^[^\S\n]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*\*\/(?=\r?\n))/u.exec(this.#text.slice(last.range[1]));
      const at = last.range[1] + (comment?.[0].length ?? 0);
      // Scripts in markup are often indented.
      const indent = /(?:^|\n)([^\S\n]*)$/u.exec(this.#text.slice(0, last.range[0]))?.[1] ?? "";
      return { range: [at, at], text: lines.map((line) => eol + indent + line).join("") };
    }
    // Behind directives and the comments above the first statement.
    const directives = this.#facts.directives.length;
    const at = this.#facts.owners[directives]?.range[0] ?? this.#text.length;
    return { range: [at, at], text: lines.map((line) => line + eol).join("") };
  }

  #freeName(name: string): string {
    let free = name;
    const isTaken = (candidate: string): boolean => (candidate.length === 1 ? this.#isTopLevel(candidate) : this.#taken.has(candidate));
    for (let count = 1; isTaken(free); count += 1) free = count === 1 ? `${name}Function` : `${name}Function${String(count)}`;
    this.#taken.add(free);
    return free;
  }

  /** Short names are used for inner variables everywhere, which hide an import without harm to code at the top level. */
  #isTopLevel(name: string): boolean {
    return this.#facts.owners.some(({ names }) => names.includes(name)) || this.#facts.imports.some(({ specifiers }) => specifiers.some(({ local }) => local === name));
  }
}

function entry<K>(map: Map<K, Map<string, string>>, key: K): Map<string, string> {
  let names = map.get(key);
  if (!names) {
    names = new Map();
    map.set(key, names);
  }
  return names;
}

function rangeKey(range: Range): string {
  return `${String(range[0])}:${String(range[1])}`;
}
