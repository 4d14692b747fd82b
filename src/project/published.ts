import type { ConvexProject } from "./convex-projects.ts";
import type { FactStore } from "./fact-store.ts";
import { isTestFile } from "./file-kinds.ts";
import { readManifest } from "./manifest.ts";
import type { Resolver } from "./resolver.ts";

interface Sources {
  readonly resolver: Resolver;
  readonly store: FactStore;
  readonly files: () => readonly string[];
}

/**
 * Whether a package that is published hands on the `api` of a project: whoever installs it may call any public function.
 * `publishConfig` is what npm reads when it publishes; a package with `private` is never published.
 */
export function isApiPublished({ directory }: ConvexProject, { resolver, store, files }: Sources): boolean {
  const owner = resolver.packageOf(`${directory}/schema.ts`);
  const manifest = readManifest(owner)?.json;
  if (!manifest || manifest["private"] === true || typeof manifest["publishConfig"] !== "object") return false;
  if (JSON.stringify(manifest["exports"] ?? "").includes("/_generated/")) return true;
  const isOwn = (file: string): boolean => file.startsWith(`${owner}/`) && !file.startsWith(`${directory}/`) && !isTestFile(file);
  const handsOn = (file: string): boolean => store.factsOf(file)?.reexports.some(({ source }) => leadsToApi(file, source)) === true;
  const leadsToApi = (file: string, source: string): boolean => {
    const target = resolver.resolve(file, source);
    return target.kind === "generated" && target.module === "api" && target.project.directory === directory;
  };
  return files().some((file) => isOwn(file) && store.scanOf(file)?.sources.some((source) => leadsToApi(file, source)) === true && handsOn(file));
}
