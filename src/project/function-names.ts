/** Returns the path that a function name stands for: `["dir", "module", "fn"]` for `"dir/module:fn"`; no `:` means the default export. */
export function namePath(name: string): readonly string[] {
  const [module = "", fn = "default"] = name.split(":");
  return [...module.replace(/\.[cm]?[jt]sx?$/u, "").split("/"), fn];
}

/** Returns the name that a path stands for: `"dir/module:fn"`. */
export function fullName(path: readonly string[]): string {
  return `${path.slice(0, -1).join("/")}:${path.at(-1) ?? ""}`;
}
