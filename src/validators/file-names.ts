import type { FileFacts } from "../facts/types.ts";
import { ImportEditor } from "../fix/imports.ts";
import { relativeSpecifier } from "../fix/internal-twin.ts";
import type { Snapshot } from "../project/snapshot.ts";
import { type ArgumentType, type ExportedName, structureOf, typeKey } from "../types/argument-type.ts";
import type { PrintStyle, ValidatorNames } from "./print.ts";
import type { ProjectValidators } from "./project-validators.ts";
import type { TypeFiles } from "./type-files.ts";

/** What naming validators may ask. */
export interface FileNamesSources {
  readonly snapshot: Snapshot;
  readonly files: TypeFiles;
  readonly known: ProjectValidators;
}

/** The names by which one file writes validators; asking for one adds its import. */
export class FileNames implements ValidatorNames {
  readonly imports: ImportEditor;
  readonly style: PrintStyle;
  /** Where the definition starts that is being written: module code above it has run. */
  position = 0;
  readonly #sources: FileNamesSources;
  readonly #file: string;
  readonly #facts: FileFacts;

  constructor(sources: FileNamesSources, file: string, facts: FileFacts, text: string) {
    this.#sources = sources;
    this.#file = file;
    this.#facts = facts;
    this.imports = new ImportEditor(facts, text);
    this.style = styleOf(facts, text);
  }

  readonly v = (): string => {
    for (const [binding, { name, import: imported, range }] of this.#facts.bindings.entries()) {
      if (!imported || imported.typeOnly || imported.imported !== "v") continue;
      const found = this.#sources.snapshot.denoter.denote(this.#file, { kind: "binding", binding, range });
      if (found.kind !== "external" || found.source !== "convex/values" || found.path[0] !== "v") continue;
      this.imports.keep(name);
      return name;
    }
    return this.imports.use(["convex/values"], "v");
  };

  readonly paginationOptsValidator = (): string => this.imports.use(["convex/server"], "paginationOptsValidator");

  readonly declared = ({ module, name, local, path }: ExportedName): string | undefined => {
    if (path[0] === "tables" && !hasTableValidators(this.#sources.snapshot, this.#file)) return undefined;
    const root = module === this.#file ? this.#own(local) : name === null ? undefined : this.#imported(module, name);
    return root === undefined ? undefined : [root, ...path].reduce((object, property) => object + (/^[A-Za-z_$][\w$]*$/u.test(property) ? `.${property}` : `[${JSON.stringify(property)}]`));
  };

  readonly validatorOf = (alias: Extract<ArgumentType, { kind: "alias" }>): ExportedName | undefined => {
    const { kind } = structureOf(alias);
    if (kind !== "object" && kind !== "union" && kind !== "array" && kind !== "record") return undefined;
    const candidates = this.#sources.known.of(this.#file, typeKey(alias, true)).filter((candidate) => this.#canUse(candidate));
    return candidates.length === 1 ? candidates[0] : undefined;
  };

  #canUse({ module, name, local }: ExportedName): boolean {
    return module === this.#file ? this.#own(local) !== undefined : name !== null && this.#specifiers(module) !== undefined;
  }

  /** A name of the file itself, if module code has given it its value by the time the definition runs. */
  #own(local: string | null): string | undefined {
    if (local === null) return undefined;
    const binding = this.#facts.bindings.find(({ name, top, import: imported }) => top && !imported && name === local);
    const range = binding?.range ?? this.#sources.files.of(this.#file)?.declarations.get(local)?.range;
    return range && range[0] < this.position ? local : undefined;
  }

  #imported(module: string, name: string): string | undefined {
    const specifiers = this.#specifiers(module);
    if (!specifiers) return undefined;
    return this.imports.use(specifiers, name, name === "default" ? (/\/schema\.[^/]*$/u.test(module) ? "schema" : "imported") : name);
  }

  /** How the file imports a module, or can do so without a cycle of modules that need each other. */
  #specifiers(module: string): string[] | undefined {
    const { snapshot } = this.#sources;
    const known = this.#facts.imports.filter(({ source }) => {
      const target = snapshot.resolver.resolve(this.#file, source);
      return target.kind === "file" && target.path === module;
    });
    const runs = known.some(({ typeOnly, specifiers }) => !typeOnly && specifiers.some((specifier) => !specifier.typeOnly));
    if (!runs && (!this.#canRun(module) || this.#reaches(module, new Set()))) return undefined;
    if (known.length > 0) return known.map(({ source }) => source);
    const project = snapshot.places.projectOf(this.#file);
    if (!project || !module.startsWith(`${project.directory}/`)) return undefined;
    return [relativeSpecifier(this.#file, module.replace(/\.[cm]?[jt]sx?$/u, ""), this.#facts)];
  }

  /** Whether a module of which only types are imported may become part of what this file runs: no component, no Node code. */
  #canRun(module: string): boolean {
    if (!/\.[cm]?[jt]s$/u.test(module) || /\.d\.[cm]?ts$/u.test(module)) return false;
    const isNode = (facts: FileFacts | undefined): boolean => facts?.directives.includes("use node") === true;
    return isNode(this.#facts) || !isNode(this.#sources.snapshot.store.factsOf(module));
  }

  /** Whether a module imports this file, however far away. */
  #reaches(module: string, seen: Set<string>): boolean {
    if (module === this.#file) return true;
    if (seen.has(module)) return false;
    seen.add(module);
    const { store, resolver } = this.#sources.snapshot;
    return (store.factsOf(module)?.sources ?? []).some((source) => {
      const target = resolver.resolve(module, source);
      return target.kind === "file" && this.#reaches(target.path, seen);
    });
  }
}

function styleOf(facts: FileFacts, text: string): PrintStyle {
  const sample = facts.imports[0];
  const quote = sample && text.charAt(sample.sourceRange[0]) === "'" ? "'" : '"';
  const indent = /^(\t+| {2,8})(?=[^\s*])/mu.exec(text)?.[1] ?? "  ";
  return { quote, indent: indent.startsWith("\t") ? "\t" : indent.length === 3 || indent.length > 4 ? "  " : indent, endOfLine: /\r?\n/u.exec(text)?.[0] ?? "\n" };
}

/** Whether the convex package that the file's package asks for has `schema.tables.x.validator`, as of 1.13. */
function hasTableValidators({ store, resolver }: Snapshot, file: string): boolean {
  const manifest = store.textOf(`${resolver.packageOf(file)}/package.json`) ?? "";
  const version = /"convex"\s*:\s*"[\^~>=\s]*(\d+)\.(\d+)/u.exec(manifest);
  return !version || Number(version[1]) > 1 || (Number(version[1]) === 1 && Number(version[2]) >= 13);
}
