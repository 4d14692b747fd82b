const MODULE_EXTENSION = /\.(?:[cm]?[jt]s|[jt]sx)$/u;

/**
 * Returns the module path of a file of a functions directory (`"admin/users"` for `admin/users.ts`), or `undefined`
 * when Convex does not take it as a module.
 *
 * The conditions are those of `entryPoints` in the bundler of the `convex` package (`src/bundler/index.ts`), apart
 * from what depends on the file's text and on component directories.
 */
export function modulePath(relativePath: string): string | undefined {
  const base = relativePath.slice(relativePath.lastIndexOf("/") + 1);
  const extension = MODULE_EXTENSION.exec(base)?.[0];
  if (!extension) return undefined;
  if (relativePath.startsWith("_generated/") || relativePath.startsWith("_deps/")) return undefined;
  if (base.startsWith(".") || base.startsWith("#")) return undefined;
  if (base === "schema.ts" || base === "schema.js") return undefined;
  if (base.indexOf(".") !== base.lastIndexOf(".")) return undefined;
  if (relativePath.includes(" ")) return undefined;
  return relativePath.slice(0, -extension.length);
}

/** Whether Convex takes the file as a module only if it has a line that starts with `import` or `export`. */
export function needsModuleSyntax(path: string): boolean {
  return path.endsWith(".ts") || path.endsWith(".tsx");
}
