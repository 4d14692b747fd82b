import { expect, onTestFinished } from "vitest";

import { readIndex } from "./index-of.ts";
import { createWorkspace, type WorkspaceFiles } from "./workspace.ts";

/** A Convex project with a client, without the functions that a test repairs. */
export const BASE: WorkspaceFiles = {
  "convex/_generated/api.js": "",
  "convex/_generated/server.js": "",
  "convex/users.ts": 'import { query } from "./_generated/server";\nexport const get = query({});\n',
  "app/main.tsx": 'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\nuseQuery(api.users.get);\n',
};
/** A public mutation that only `ACTION` calls. */
export const DEFINITION = 'import { mutation } from "./_generated/server";\nexport const send = mutation({ handler: async () => null });\n';
export const FIXED_DEFINITION = DEFINITION.replaceAll("mutation", "internalMutation");
/** Calls the mutation. */
export const ACTION = 'import { internalAction } from "./_generated/server";\nimport { api } from "./_generated/api";\nexport const go = internalAction({ handler: async (ctx) => { await ctx.runMutation(api.messages.send, {}); } });\n';
export const FIXED_ACTION = ACTION.replaceAll("api }", "internal }").replace("api.messages", "internal.messages");

/** Writes what the repair makes of a workspace, expects that a second run changes nothing, and returns what the first one changed. */
export function repair(files: WorkspaceFiles, internalBuilders: Readonly<Record<string, string>> = {}): Record<string, string> {
  const workspace = createWorkspace({ "package.json": '{ "dependencies": { "convex": "*", "convex-helpers": "*", "react": "*" } }', ...BASE, ...files });
  onTestFinished(() => workspace.cleanup());
  const changed = readIndex(workspace.root, { internalBuilders }).repaired();
  for (const [path, text] of Object.entries(changed)) workspace.write(path, text);
  expect(readIndex(workspace.root, { internalBuilders }).repaired()).toEqual({});
  return changed;
}
