import type { FileFacts, ImportFact, Range, SpecifierFact } from "../facts/types.ts";
import type { Edit } from "./edits.ts";

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
  readonly #newModules = new Map<string, Map<string, string>>();
  readonly #replaced = new Set<string>();
  readonly #taken: Set<string>;

  constructor(facts: FileFacts, text: string) {
    this.#facts = facts;
    this.#text = text;
    this.#taken = new Set(facts.identifiers);
  }

  /**
   * Returns the expression by which the file can use an export of a module, adding it to the import that is there.
   * @param specifiers How the module may be imported already; the first is how to import it if it is not.
   */
  use(specifiers: readonly string[], imported: string): string {
    const declarations = this.#facts.imports.filter(({ source }) => specifiers.includes(source));
    for (const declaration of declarations) {
      for (const specifier of declaration.specifiers) {
        if (declaration.typeOnly || specifier.typeOnly) continue;
        if (specifier.imported === imported) return specifier.local;
        if (specifier.imported === "*") return `${specifier.local}.${imported}`;
      }
    }
    const declaration = declarations.find((candidate) => !candidate.typeOnly) ?? declarations.find(({ specifiers: names }) => names.every((name) => name.imported !== "*" && name.imported !== "default"));
    const names = declaration ? entry(this.#wanted, declaration) : entry(this.#newModules, specifiers[0] ?? "");
    let local = names.get(imported);
    if (local === undefined) {
      local = this.#freeName(imported);
      names.set(imported, local);
    }
    return local;
  }

  /** Notes that the name at this place is replaced; an import that no place mentions any more goes. */
  replace(range: Range): void {
    this.#replaced.add(rangeKey(range));
  }

  /** Returns the edits of the import declarations. */
  edits(): Edit[] {
    const edits: Edit[] = [];
    for (const declaration of this.#facts.imports) edits.push(...this.#editDeclaration(declaration));
    const lines = [...this.#newModules].map(([source, names]) => this.#newImport(source, names));
    if (lines.length > 0) edits.push(this.#insertion(lines));
    return edits;
  }

  #editDeclaration(declaration: ImportFact): Edit[] {
    const added = [...(this.#wanted.get(declaration) ?? [])].map(([imported, local]) => (imported === local ? imported : `${imported} as ${local}`));
    const unused = declaration.specifiers.filter((specifier) => this.#becomesUnused(specifier));
    if (added.length === 0 && unused.length === 0) return [];
    if (declaration.typeOnly) return added.length > 0 ? this.#untype(declaration, added) : [];
    const edits: Edit[] = [];
    // `mutation` that is used no more gives its place to `internalMutation`.
    const removed = unused.filter((specifier) => {
      if (specifier.imported === "*" || specifier.imported === "default") return true;
      const successor = added.shift();
      if (successor !== undefined) edits.push({ range: specifier.range, text: successor });
      return successor === undefined;
    });
    if (added.length > 0) edits.push(this.#append(declaration, added));
    if (removed.length === declaration.specifiers.length) return [{ range: this.#wholeLine(declaration.range), text: "" }];
    for (const specifier of removed) edits.push({ range: this.#withComma(declaration, specifier), text: "" });
    return edits;
  }

  #becomesUnused({ references }: SpecifierFact): boolean {
    return references.length > 0 && references.every((range) => this.#replaced.has(rangeKey(range)));
  }

  /** `import type { A } from "m"` becomes `import { type A, b } from "m"`. */
  #untype(declaration: ImportFact, added: readonly string[]): Edit[] {
    const edits: Edit[] = [];
    const [start] = declaration.range;
    const keyword = /^import\s+type\b\s*/u.exec(this.#text.slice(...declaration.range));
    if (!keyword) return [];
    edits.push({ range: [start, start + keyword[0].length], text: "import " });
    for (const specifier of declaration.specifiers) edits.push({ range: [specifier.range[0], specifier.range[0]], text: "type " });
    edits.push(this.#append(declaration, added));
    return edits;
  }

  #append(declaration: ImportFact, added: readonly string[]): Edit {
    const named = declaration.specifiers.filter(({ imported, range }) => imported !== "*" && (imported !== "default" || this.#text.slice(...range).includes("{")));
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

  #withComma(declaration: ImportFact, specifier: SpecifierFact): Range {
    const [start, end] = specifier.range;
    const after = /^\s*,[^\S\n]*/u.exec(this.#text.slice(end, declaration.sourceRange[0]));
    const before = /,?\s*$/u.exec(this.#text.slice(declaration.range[0], start))?.[0] ?? "";
    const isLast = declaration.specifiers.at(-1) === specifier;
    if (isLast && before.startsWith(",")) return [start - before.length, end];
    return after ? [start, end + after[0].length] : [start, end];
  }

  #wholeLine([start, end]: Range): Range {
    const rest = /^[^\S\n]*\r?\n/u.exec(this.#text.slice(end));
    return [start, end + (rest?.[0].length ?? 0)];
  }

  #newImport(source: string, names: ReadonlyMap<string, string>): string {
    const list = [...names].map(([imported, local]) => (imported === local ? imported : `${imported} as ${local}`)).join(", ");
    const sample = this.#facts.imports[0];
    const quote = sample ? this.#text.charAt(sample.sourceRange[0]) : '"';
    const semicolon = sample && !this.#text.slice(...sample.range).endsWith(";") ? "" : ";";
    return `import { ${list} } from ${quote}${source}${quote}${semicolon}`;
  }

  #insertion(lines: readonly string[]): Edit {
    const eol = endOfLine(this.#text);
    const last = this.#facts.imports.at(-1);
    if (last) return { range: [last.range[1], last.range[1]], text: lines.map((line) => eol + line).join("") };
    // Behind directives and the comments above the first statement.
    const directives = this.#facts.directives.length;
    const at = this.#facts.owners[directives]?.range[0] ?? this.#text.length;
    return { range: [at, at], text: lines.map((line) => line + eol).join("") };
  }

  #freeName(name: string): string {
    let free = name;
    for (let count = 1; this.#taken.has(free); count += 1) free = count === 1 ? `${name}Function` : `${name}Function${String(count)}`;
    this.#taken.add(free);
    return free;
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
