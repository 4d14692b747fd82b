import { CannotRun } from "../cannot-run.ts";
import { type Command, EXIT_STATUS } from "../command.ts";
import { explain } from "../explain.ts";
import { openAnalysis } from "../open-analysis.ts";
import { findPlace } from "../place.ts";
import { startProgress } from "../progress.ts";
import { CACHE_OPTION, CLIENT_ROOT_OPTION, describeIdleOptions, givenSettings, placeOptions, SETTINGS_OPTIONS } from "./shared-options.ts";

/** `convex-boundary explain messages:send` */
export const explainCommand: Command = {
  name: "explain",
  parameters: "<function> [dir]",
  summary: "say everything that is known of one function",
  description: `Prints what is known of one function, by its name (messages:send) or a reference
to it (api.messages.send): its definition, its visibility, its callers, and why
the rules report it or not.`,
  options: [...SETTINGS_OPTIONS, CLIENT_ROOT_OPTION, CACHE_OPTION],

  async run(given, { workingDirectory, stdout, stderr }) {
    const [name, directory = ".", ...rest] = given.positionals;
    if (name === undefined || rest.length > 0) throw new CannotRun("`explain` takes the name of a function, such as `messages:send`, and optionally a directory.");
    const settings = givenSettings(given);
    const place = findPlace(directory, workingDirectory, placeOptions(given));
    const progress = startProgress(stderr);
    let text: string;
    let notes: readonly string[];
    try {
      const { analysis } = openAnalysis(place, { settings, progress });
      text = explain(analysis, name);
      notes = describeIdleOptions(analysis);
    } finally {
      await progress.end();
    }
    stdout.write(text);
    stderr.write(notes.map((note) => `${note}\n`).join(""));
    return EXIT_STATUS.clean;
  },
};
