export { reminders } from "./reminders";
export { settleInvoices } from "./settle-invoices";
