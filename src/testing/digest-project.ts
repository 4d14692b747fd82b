import { dedent } from "./dedent.ts";
import { generated, type WorkspaceFiles } from "./workspace.ts";

/** A query for clients and a mutation that only a cron job calls. */
export const DIGESTS = dedent`
  import { mutation, query } from "./_generated/server";

  export const list = query({ args: {}, handler: async () => [] });
  export const send = mutation({ args: {}, handler: async () => {} });
`;
/** The same after the repair. */
export const DIGESTS_INTERNAL = dedent`
  import { internalMutation, query } from "./_generated/server";

  export const list = query({ args: {}, handler: async () => [] });
  export const send = internalMutation({ args: {}, handler: async () => {} });
`;
/** The cron job that calls the mutation. */
export const CRONS = dedent`
  import { cronJobs } from "convex/server";
  import { api } from "./_generated/api";

  const crons = cronJobs();
  crons.interval("send", { hours: 1 }, api.digests.send);
  export default crons;
`;
/** The same after the repair. */
export const CRONS_INTERNAL = CRONS.replaceAll(/\bapi\b(?!")/g, "internal");
/** A client that calls the mutation: with it in the workspace there is nothing to report. */
export const BUTTON = dedent`
  import { useMutation } from "convex/react";
  import { api } from "../convex/_generated/api";

  export const Button = () => <button onClick={useMutation(api.digests.send)} />;
`;

/** A project in which the app does not call `digests:send`, though it is public. */
export const DIGEST_PROJECT: WorkspaceFiles = {
  "package.json": `{ "name": "chat", "private": true, "type": "module" }\n`,
  ...generated("convex", ["crons", "digests"]),
  "convex/digests.ts": DIGESTS,
  "convex/crons.ts": CRONS,
  "src/App.tsx": dedent`
    import { useQuery } from "convex/react";
    import { api } from "../convex/_generated/api";

    export const App = () => <p>{useQuery(api.digests.list, {})?.length}</p>;
  `,
};
