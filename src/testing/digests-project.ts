import { dedent } from "./dedent.ts";

/** A query that the app shows: the workspace holds a client. */
export const CHAT = {
  "convex/messages.ts": dedent`
    import { query } from "./_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
  `,
  "src/App.tsx": dedent`
    import { useQuery } from "convex/react";
    import { api } from "../convex/_generated/api";

    export const App = () => <p>{useQuery(api.messages.list, {})?.length}</p>;
  `,
};

/** A cron job that calls `digests.send`. */
export const CRON = {
  "convex/crons.ts": dedent`
    import { cronJobs } from "convex/server";
    import { api } from "./_generated/api";

    const crons = cronJobs();
    crons.interval("send", { hours: 1 }, api.digests.send);
    export default crons;
  `,
};

/** A client that calls `digests.send`. */
export const BUTTON = {
  "src/Button.tsx": dedent`
    import { useMutation } from "convex/react";
    import { api } from "../convex/_generated/api";

    export const Button = () => <button onClick={useMutation(api.digests.send)} />;
  `,
};

/** `list` has a client, `purge` is internal, and each case calls what it is about. */
export const DIGESTS = {
  "convex/digests.ts": dedent`
    import { internalMutation, mutation, query } from "./_generated/server";

    export const list = query({ args: {}, handler: async () => [] });
    export const send = mutation({ args: {}, handler: async () => {} });
    export const mark = mutation({ args: {}, handler: async () => {} });
    export const purge = internalMutation({ args: {}, handler: async () => {} });
  `,
  "src/Digests.tsx": dedent`
    import { useQuery } from "convex/react";
    import { api } from "../convex/_generated/api";

    export const Digests = () => <p>{useQuery(api.digests.list, {})?.length}</p>;
  `,
};

/** Takes the generated code away. */
export const NOT_GENERATED = Object.fromEntries(["api.d.ts", "api.js", "dataModel.d.ts", "server.d.ts", "server.js"].map((name) => [`convex/_generated/${name}`, null]));

/** A module with one public mutation. */
export const SEND = dedent`
  import { mutation } from "./_generated/server";

  export const send = mutation({ args: {}, handler: async () => {} });
`;

/** The same module with the mutation internal. */
export const SEND_INTERNAL = dedent`
  import { internalMutation } from "./_generated/server";

  export const send = internalMutation({ args: {}, handler: async () => {} });
`;
