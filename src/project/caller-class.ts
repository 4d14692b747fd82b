import type { Sink } from "../facts/types.ts";
import type { ConvexProject } from "./convex-projects.ts";
import type { LinkSources } from "./link-context.ts";
import type { FilePlace, Places } from "./places.ts";
import type { CallerClass, Reference } from "./references.ts";
import type { SinkReading } from "./sink-readings.ts";

/** The file in which a reference stands. */
export interface CallerPlace {
  readonly file: string;
  readonly place: FilePlace;
}

/** Returns a reference that silences, and proves nothing. */
export function possibleReference({ file, place }: CallerPlace, range: readonly [number, number], path: readonly string[]): Reference {
  return {
    file, range, nameRange: range, root: "any", form: "chain", path, certainty: "possible",
    class: place.isTest ? "test" : place.kind === "outside" ? "client" : "server", isClientApi: false, acceptsInternal: false, site: null, owner: null,
  };
}

/**
 * Whether a client may or may not have an administrator's key, which changes nothing for tests: one that is not followed
 * may be the one that its file gives it to.
 */
export function isUncertain({ place }: CallerPlace, reading: SinkReading): boolean {
  if (reading.isUncertain) return !place.isTest;
  return isUnknownClient(reading) && isOutside(place) && place.adminAuth !== "none";
}

/** Whether a function that is not followed may hand on what it is given to an administrator's client of another file. */
export function mayReachAdministrator({ place, sources }: CallerPlace & { readonly sources: Pick<LinkSources, "hasAdminClient"> }, reading: SinkReading, sink: Sink): boolean {
  return sink.kind === "argument" && isUnknownClient(reading) && isOutside(place) && sources.hasAdminClient();
}

function isUnknownClient(reading: SinkReading): boolean {
  return reading.class === null || (reading.class === "client" && !reading.isClientApi && !reading.isHook);
}

function isOutside({ kind, isTest }: FilePlace): boolean {
  return kind === "outside" && !isTest;
}

/** Whether functions-directory code gives a reference to whoever calls or imports it, and clients do: `list: () => api.messages.list`. */
export function isHandedOutside({ place, file }: CallerPlace, places: Places, reading: SinkReading, sink: Sink): boolean {
  const isOpen = sink.kind === "return" || sink.kind === "export" || sink.kind === "other" || sink.kind === "alias";
  return isOpen && reading.class === null && place.kind === "functions" && places.isImportedOutside(file);
}

/** Returns the class of a caller: the sink decides first, the file second. */
export function classify({ place }: CallerPlace, reading: SinkReading, project: ConvexProject, sink: Sink): CallerClass {
  const isOwnServer = place.kind === "functions" ? place.project === project : place.kind === "server-helper";
  // A test that proves that clients cannot call it.
  if (place.isTest && sink.kind === "argument" && sink.isExpectedToFail) return "test";
  if (reading.isClientApi) return "client";
  if (reading.class === "test" || reading.class === "operator") return reading.class;
  if (place.isTest) return "test";
  if (sink.kind === "page") return "client";
  if (reading.class === "server") return "server";
  if (isOwnServer) return reading.class === "client" && sink.kind === "argument" ? "client" : "server";
  return "client";
}
