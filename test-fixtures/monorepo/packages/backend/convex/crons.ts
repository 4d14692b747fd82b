import { cronJobs } from "convex/server";
import { api, internal } from "./_generated/api";

const crons = cronJobs();

crons.interval("expire requests", { hours: 1 }, api.bookings.expireRequests);
crons.interval("send reminders", { hours: 24 }, internal.invoices.remindAll);

export default crons;
