import type { ArgumentSink } from "../facts/types.ts";
import { type Expectation, expectationOf } from "./api-signatures.ts";

/** What the consumer of a reference tells about the caller. */
export interface SinkReading {
  /** `null` leaves it to the file. */
  readonly class: "client" | "server" | "test" | "operator" | null;
  /** Whether the consumer is known to take internal functions as well as public ones. */
  readonly acceptsInternal: boolean;
  /** Whether the consumer is a client API by resolution, not by elimination. */
  readonly isClientApi: boolean;
  /** Whether the client may have an administrator's key: enough to stay silent, either way. */
  readonly isUncertain?: true;
  /** Whether it is a hook by its name, which no administrator's client has. */
  readonly isHook?: true;
  /** Whether nothing but the name of a method tells, which methods of other things have too: `ctx.db.query("users")`. */
  readonly isByName?: true;
  /** Whether functions go by their names in the types of the consumer too. */
  readonly takesNames?: true;
  /** Whether the name of a function is taken for one at this place, if only by somebody to whom it is handed on. */
  readonly takesName?: true;
  /** What the consumer takes at this place; only where it is known for certain, and takes the reference itself. */
  readonly expects?: Expectation;
  /** The same where only its name and its place tell that the receiver is a context. */
  readonly mayExpect?: Expectation;
  /** Whether the type of that receiver says nothing: `ctx: any`. */
  readonly isOfAnyType?: true;
}

/** Nothing that tells anything. */
export const BY_FILE: SinkReading = { class: null, acceptsInternal: false, isClientApi: false };
/** An API of Convex's clients. */
export const CLIENT: SinkReading = { class: "client", acceptsInternal: false, isClientApi: true };
/** A method named like a client's on a receiver that is not known: enough to stay silent, not to accuse. */
export const MAYBE_CLIENT: SinkReading = { class: "client", acceptsInternal: false, isClientApi: false };
/** What is called like a hook. */
export const MAYBE_HOOK: SinkReading = { ...MAYBE_CLIENT, isHook: true };
/** An API of Convex's contexts. */
export const SERVER: SinkReading = { class: "server", acceptsInternal: true, isClientApi: false };
/** A test client. */
export const TEST: SinkReading = { class: "test", acceptsInternal: true, isClientApi: false };
/** `client.function(ref, componentPath, args)`, which only an administrator's key opens. */
export const ADMIN: SinkReading = { class: "operator", acceptsInternal: false, isClientApi: false };
/** A client that may have an administrator's key. */
export const MAYBE_ADMIN: SinkReading = { ...MAYBE_CLIENT, isUncertain: true };
/** The same on a receiver that is not known. */
export const MAYBE_ADMIN_BY_NAME: SinkReading = { ...MAYBE_ADMIN, isByName: true };

/** Returns a reading with what an API is declared to take at a place. */
export function expecting(reading: SinkReading, api: string, sink: ArgumentSink): SinkReading {
  const expects = expectationOf(api, sink, reading.takesNames === true);
  return expects ? { ...reading, expects } : reading;
}

/** Returns a reading of a client with what its class takes functions by. */
export function clientOf(name: string, reading: SinkReading): SinkReading {
  return name === "BaseConvexClient" ? { ...reading, takesNames: true } : reading;
}
