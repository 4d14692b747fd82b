import { rename as renameProject } from "./maintenance";

// Older names of functions of `maintenance`. The back-up calls `v1.compact`,
// the web app calls `v1.reopen` and `v1.rename`.
export { compact, reopen } from "./maintenance";
export const rename = renameProject;
