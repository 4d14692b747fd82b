import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

crons.daily(
  "housekeeping",
  { hourUTC: 2, minuteUTC: 30 },
  internal.nightly.run,
);

export default crons;
