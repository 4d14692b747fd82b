import { cacheKey } from "../../../cache-key.ts";
import { type Command, EXIT_STATUS } from "../command.ts";
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
    stdout.write(`${cacheKey(findPlace(onlyDirectory(given), workingDirectory).directory)}\n`);
    return EXIT_STATUS.clean;
  },
};
