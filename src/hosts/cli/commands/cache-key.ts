import { cacheKey } from "../../../cache-key.ts";
import { type Command, EXIT_STATUS } from "../command.ts";
import { openWorkspace } from "../../../project/workspace.ts";
import { findProjects } from "../inspection.ts";
import { findPlace } from "../place.ts";
import { onlyDirectory } from "./shared-options.ts";

/** `convex-boundary cache-key` */
export const cacheKeyCommand: Command = {
  name: "cache-key",
  parameters: "[dir]",
  summary: "print what makes `eslint --cache` right",
  description: `Prints a key that changes when a file changes in a way that matters to findings in
other files. As settings["convex-boundary"].cacheKey it makes eslint --cache right;
import { cacheKey } from "eslint-plugin-convex-boundary/cache-key" gives the same.`,
  options: [],

  run(given, { workingDirectory, stdout }) {
    const place = findPlace(onlyDirectory(given), workingDirectory);
    // A key that never changes looks like one that is right.
    findProjects(openWorkspace(place.root).snapshot(), place);
    stdout.write(`${cacheKey(place.directory)}\n`);
    return EXIT_STATUS.clean;
  },
};
