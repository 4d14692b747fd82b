import { cronJobs } from "convex/server";
import * as generated from "./_generated/api";

const crons = cronJobs();

crons.interval(
  "compact projects",
  { hours: 24 },
  generated.api.maintenance.compact,
);

export default crons;
