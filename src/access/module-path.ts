import type { Snapshot } from "../project/snapshot.ts";

/** Returns the path of a file as seen from its functions directory, or from the root: `lib/auth`. */
export function modulePath({ places, root }: Snapshot, file: string): string {
  return file.slice((places.projectOf(file)?.directory ?? root).length + 1).replace(/\.[cm]?[jt]sx?$/u, "");
}
