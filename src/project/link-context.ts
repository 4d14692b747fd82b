import type { FileFacts } from "../facts/types.ts";
import type { ConvexProject } from "./convex-projects.ts";
import type { Denoter } from "./denotation.ts";
import type { FilePlace, Places } from "./places.ts";
import type { Dangling, Escape, Reference } from "./references.ts";
import type { FunctionLookup } from "./recorded-registry.ts";
import type { RegisteredFunction } from "./registry.ts";
import type { Scan } from "./scan.ts";
import type { SinkReader } from "./sink-reader.ts";

/** What one file contributes. */
export interface LinkedFile {
  readonly references: readonly { readonly target: RegisteredFunction; readonly reference: Reference }[];
  readonly escapes: readonly Escape[];
  readonly dangling: readonly Dangling[];
}

/** What linking asks about the workspace. */
export interface LinkSources {
  readonly denoter: Denoter;
  readonly sinks: SinkReader;
  readonly places: Places;
  readonly registryOf: (project: ConvexProject) => FunctionLookup;
  readonly scanOf: (file: string) => Scan | undefined;
  /** The function that a call at this place registers. */
  readonly functionAt: (file: string, range: readonly [number, number]) => RegisteredFunction | undefined;
  /** Whether some client of the workspace gets an administrator's key. */
  readonly hasAdminClient: () => boolean;
  /** Whether another file imports the export. */
  readonly isImported: (file: string, exportName: string) => boolean;
  /** The projects that names in a file can belong to, the likeliest group first. */
  readonly projectsOf: (file: string) => readonly (readonly ConvexProject[])[];
}

/** The file that is being linked, and what it contributes so far. */
export interface LinkContext {
  readonly file: string;
  readonly facts: FileFacts;
  readonly place: FilePlace;
  readonly sources: LinkSources;
  readonly references: { target: RegisteredFunction; reference: Reference }[];
  readonly escapes: Escape[];
  readonly dangling: Dangling[];
}

const NONE: ReadonlySet<string> = new Set();

/** Returns the other files of which the links of a file name places. */
export function foreignFiles(file: string, { references, escapes, dangling }: LinkedFile): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { reference } of references) if (reference.site && reference.site.file !== file) found.add(reference.site.file);
  for (const { site } of escapes) if (site && site.file !== file) found.add(site.file);
  for (const other of dangling) if (other.file !== file) found.add(other.file);
  return found.size > 0 ? found : NONE;
}
