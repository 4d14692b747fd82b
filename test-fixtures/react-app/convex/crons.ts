import { cronJobs } from "convex/server";
import { api, internal } from "./_generated/api";

const crons = cronJobs();

crons.daily(
  "deliver digests",
  { hourUTC: 6, minuteUTC: 0 },
  api.digests.deliver,
);
crons.weekly(
  "purge flagged messages",
  { dayOfWeek: "sunday", hourUTC: 3, minuteUTC: 0 },
  internal.messages.purgeFlagged,
);

export default crons;
