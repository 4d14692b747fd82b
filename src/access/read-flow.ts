import { isParsable, parseSource } from "../facts/parse.ts";
import { isNestedTooDeep } from "../text/nesting.ts";
import { extractFlow } from "./flow-extract.ts";
import type { FlowFacts } from "./flow-facts.ts";

/** Returns the flow facts of a file of the workspace; `undefined` where it cannot be read. */
export function readFlow(file: string, text: string | undefined): FlowFacts | undefined {
  if (text === undefined || !isParsable(file) || file.endsWith(".d.ts") || isNestedTooDeep(text)) return undefined;
  try {
    return extractFlow(parseSource(file, text));
  } catch (error) {
    // Only expressions nested beyond the stack throw; such a file is machine-written.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
