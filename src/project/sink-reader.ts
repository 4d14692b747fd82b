import { isNameSink } from "../facts/name-sinks.ts";
import type { ArgumentSink, BindingFact, FileFacts, Sink, Value } from "../facts/types.ts";
import { expectationOf } from "./api-signatures.ts";
import { AUTO_IMPORTED_HOOKS, CLIENT_CLASSES, CLIENT_METHODS, CRON_METHODS, isClientSource, SCHEDULER_METHODS, SERVER_METHODS, STORE_METHODS } from "./api-tables.ts";
import { receiverOf } from "./chains.ts";
import type { Denotation, Denoter } from "./denotation.ts";
import type { AdminAuth } from "./scan.ts";
import { ADMIN, BY_FILE, CLIENT, clientOf, expecting, MAYBE_ADMIN, MAYBE_ADMIN_BY_NAME, MAYBE_CLIENT, MAYBE_HOOK, SERVER, type SinkReading, TEST } from "./sink-readings.ts";

const MAX_STEPS = 4;

interface Sources {
  readonly denoter: Denoter;
  readonly factsOf: (file: string) => FileFacts | undefined;
  /** Whether the file is in a functions directory, or a helper of one. */
  readonly isFunctionsFile: (file: string) => boolean;
  readonly adminAuthOf: (file: string) => AdminAuth;
}

/** Reads what the consumer of a reference is: a hook, a client, a context, the scheduler, a cron job, a test. */
export class SinkReader {
  readonly #denoter: Denoter;
  readonly #factsOf: Sources["factsOf"];
  readonly #isFunctionsFile: Sources["isFunctionsFile"];
  readonly #adminAuthOf: Sources["adminAuthOf"];

  constructor({ denoter, factsOf, isFunctionsFile, adminAuthOf }: Sources) {
    this.#denoter = denoter;
    this.#factsOf = factsOf;
    this.#isFunctionsFile = isFunctionsFile;
    this.#adminAuthOf = adminAuthOf;
  }

  /** Returns what a sink in a file tells. */
  read(file: string, sink: Sink, steps = 0): SinkReading {
    switch (sink.kind) {
      case "argument": {
        const { expects, ...found } = this.#readArgument(file, sink, steps);
        const reading: SinkReading = expects !== undefined || this.#isNamePlace(file, sink, found) ? { ...found, takesName: true } : found;
        // What another function hands on, it may have changed; what has to fail may be anything.
        return expects && steps === 0 && !sink.isExpectedToFail ? { ...reading, expects } : reading;
      }
      case "return": {
        const outer = this.#factsOf(file)?.functions[sink.function]?.argumentOf;
        return outer && steps < MAX_STEPS ? this.#readArgument(file, outer, steps + 1) : BY_FILE;
      }
      case "jsx": {
        const component = sink.component && this.#denoter.denote(file, sink.component);
        return component?.kind === "external" && isClientSource(component.source) ? CLIENT : BY_FILE;
      }
      default:
        return BY_FILE;
    }
  }

  /** `client.query(name)`, `client[method](name)` */
  #isNamePlace(file: string, sink: ArgumentSink, { isClientApi }: SinkReading): boolean {
    if (isNameSink(sink, this.#factsOf(file)?.bindings ?? [])) return true;
    return isClientApi && sink.index === 0 && sink.keys.length === 0 && sink.callee.kind === "member" && sink.callee.property === null;
  }

  #readArgument(file: string, sink: ArgumentSink, steps: number): SinkReading {
    const { callee } = sink;
    if (callee.kind === "global") return AUTO_IMPORTED_HOOKS.has(callee.name) ? expecting(CLIENT, callee.name, sink) : BY_FILE;
    const denotation = this.#denoter.denote(file, callee);
    if (denotation.kind === "external") return this.#readExternal(file, denotation.source, denotation.path, sink);
    // The hooks of the oldest versions are generated.
    if (denotation.kind === "generated" && denotation.module === "react") return CLIENT;
    const followed = this.#readParameter(denotation, sink, steps);
    if (followed) return followed;
    if (callee.kind === "call") return this.#readReceiver(file, callee, steps) ?? BY_FILE;
    const reading = callee.kind === "member" ? this.#withExpectation(file, callee, sink, this.#readMethod(file, callee.object, callee.property, steps)) : callee.kind === "binding" ? this.#readDestructured(file, callee.binding, sink) : BY_FILE;
    return reading.isClientApi || reading.class === "server" || reading.class === "operator" ? reading : (this.#readMade(denotation, sink, steps) ?? reading);
  }

  /** What a call made: `const { fetchAuthQuery } = convexBetterAuthNextJs({ … })`, `makeUseQueryWithStatus(useQueries)`. */
  #readMade(made: Denotation, sink: ArgumentSink, steps: number): SinkReading | undefined {
    if (made.kind !== "value" || (made.value.kind !== "call" && made.value.kind !== "member")) return undefined;
    const reading = this.#readReceiver(made.file, made.value, steps);
    if (reading?.class !== "client" && reading?.class !== "test") return undefined;
    return made.value.kind === "member" && made.value.property !== null ? expecting(reading, made.value.property, sink) : reading;
  }

  #readExternal(file: string, source: string, path: readonly string[], sink: ArgumentSink): SinkReading {
    // `fetchMutation(ref, args, { adminToken })`
    const name = path.at(-1) ?? "";
    if (isClientSource(source)) return expecting(source === "convex/nextjs" && this.#adminAuthOf(file) !== "none" ? MAYBE_ADMIN : CLIENT, name, sink);
    if (source === "convex-test") return TEST;
    if (source === "convex/server" && path[0] === "createFunctionHandle" && sink.index === 0) return expecting(SERVER, name, sink);
    return isHookName(name) ? MAYBE_HOOK : BY_FILE;
  }

  /** A function of the workspace that hands its parameter on: what it hands it to decides. */
  #readParameter(callee: Denotation, sink: ArgumentSink, steps: number): SinkReading | undefined {
    if (callee.kind !== "value" || callee.value.kind !== "function" || sink.keys.length > 0 || steps >= MAX_STEPS) return undefined;
    const facts = this.#factsOf(callee.file);
    const parameter = facts?.functions[callee.value.function]?.parameters[sink.index];
    if (parameter === null || parameter === undefined) return undefined;
    const readings = (facts?.uses ?? [])
      .filter(({ value }) => value.kind === "binding" && value.binding === parameter)
      .map((use) => this.read(callee.file, use.sink, steps + 1));
    const [first] = readings;
    if (!first?.class) return undefined;
    if (readings.some((reading) => reading.class !== first.class)) return undefined;
    const takesName = readings.some((reading) => reading.takesName);
    return { ...first, ...(takesName ? { takesName } : {}), acceptsInternal: first.acceptsInternal && takesInternal(facts?.bindings[parameter]) };
  }

  /** `ctx.runMutation(…)`, `client.query(…)`, `crons.daily(…)`, `t.query(…)` */
  #readMethod(file: string, receiver: Value, method: string | null, steps: number): SinkReading {
    const known = this.#readReceiver(file, receiver, steps);
    // No client has these methods, whatever package the context comes from.
    if (method !== null && SERVER_METHODS.has(method) && this.#isFunctionsFile(file) && known?.class !== "test") return SERVER;
    if (known?.class === "client" && method === "function") return ADMIN;
    if (known && known.class !== "server") return known;
    if (method !== null && SERVER_METHODS.has(method)) {
      if (known?.class === "server" || SCHEDULER_METHODS.has(method) || this.#isFunctionsFile(file) || this.#isContext(file, receiver)) return SERVER;
      return BY_FILE;
    }
    if (method !== null && STORE_METHODS.has(method) && this.#isGivenByClient(file, receiver, steps)) return CLIENT;
    if (known?.class === "server") return { ...SERVER, acceptsInternal: method !== null && CRON_METHODS.has(method) };
    if (method === null || !(CLIENT_METHODS.has(method) || isHookName(method))) return BY_FILE;
    if (this.#mayBeAdmin(file, receiver)) return MAYBE_ADMIN_BY_NAME;
    return isHookName(method) ? MAYBE_HOOK : MAYBE_CLIENT;
  }

  /** Whether a key is handed over in the file that a receiver is used in, or in one that it comes from. */
  #mayBeAdmin(file: string, receiver: Value): boolean {
    if (this.#adminAuthOf(file) !== "none") return true;
    let [place, step]: [string, Value | undefined] = [file, receiver];
    for (let steps = 0; step && steps < MAX_STEPS; steps += 1) {
      const from = this.#denoter.denote(place, step);
      if (from.kind === "value") [place, step] = [from.file, from.value];
      if (this.#adminAuthOf(place) !== "none") return true;
      step = receiverOf(step);
    }
    return false;
  }

  /** Whether something is what a callback receives that a client is given: `useMutation(…).withOptimisticUpdate((store) => …)`. */
  #isGivenByClient(file: string, value: Value, steps: number): boolean {
    const facts = this.#factsOf(file);
    const parameter = value.kind === "binding" ? facts?.bindings[value.binding]?.parameter : undefined;
    const handedTo = parameter?.index === 0 ? facts?.functions[parameter.function]?.argumentOf : undefined;
    return handedTo !== null && handedTo !== undefined && steps < MAX_STEPS && this.#readArgument(file, handedTo, steps + 1).isClientApi;
  }

  /** Adds what a recognised method takes: of a client, a test, `cronJobs()`, or what is a context for certain. */
  #withExpectation(file: string, { object, property }: Extract<Value, { kind: "member" }>, sink: ArgumentSink, reading: SinkReading): SinkReading {
    if (property === null || reading.class === null || reading.isByName) return reading;
    const isCertain = reading.class === "server" ? CRON_METHODS.has(property) || this.#isContext(file, object) : reading.isClientApi || reading.class !== "client" || reading.isUncertain;
    if (isCertain) return expecting(reading, property, sink);
    const mayExpect = reading.class === "server" ? expectationOf(property, sink, false) : undefined;
    return mayExpect ? { ...reading, mayExpect, ...(this.#isOfAnyType(file, object) ? { isOfAnyType: true } : {}) } : reading;
  }

  /** Whether a value comes of a parameter that may be anything by its type. */
  #isOfAnyType(file: string, value: Value): boolean {
    let root = value;
    while (root.kind === "member") root = root.object;
    const binding = root.kind === "binding" ? this.#factsOf(file)?.bindings[root.binding] : undefined;
    return binding?.kind === "parameter" && binding.annotation?.text === "any";
  }

  /** What an object is by where it comes from. */
  #readReceiver(file: string, receiver: Value, steps: number): SinkReading | undefined {
    if (steps >= MAX_STEPS) return undefined;
    const denotation = this.#denoter.denote(file, receiver);
    if (denotation.kind === "external") return isClientSource(denotation.source) ? CLIENT : undefined;
    if (denotation.kind !== "value") return undefined;
    const { value, binding } = denotation;
    if (value.kind === "choice") {
      for (const option of value.options) {
        const reading = this.#readReceiver(denotation.file, option, steps + 1);
        if (reading) return reading;
      }
      return undefined;
    }
    if (value.kind === "call") {
      const made = this.#denoter.denote(denotation.file, value.callee);
      if (made.kind === "external") {
        const name = made.path[0] ?? "";
        if (made.source === "convex-test") return TEST;
        if (made.source === "convex/server" && name === "cronJobs") return SERVER;
        return isClientSource(made.source) ? clientOf(name, this.#clientMadeIn(denotation.file, file)) : undefined;
      }
      // Generated, in old versions.
      if (made.kind === "generated" && made.path[0] === "cronJobs") return SERVER;
      // `t.withIdentity(…)`, `makeClient().query(…)`
      if (value.callee.kind === "member") return this.#readReceiver(denotation.file, value.callee.object, steps + 1);
      if (made.kind === "value" && made.value.kind === "function") return this.#readReturns(made.file, made.value.function, steps);
      return undefined;
    }
    if (value.kind === "member") {
      const owner = this.#readReceiver(denotation.file, value.object, steps + 1);
      // `convexClient.client` is the `BaseConvexClient` below it.
      return owner?.isClientApi && value.property === "client" ? { ...owner, takesNames: true } : owner;
    }
    return binding === null ? undefined : this.#readAnnotation(denotation.file, this.#factsOf(denotation.file)?.bindings[binding], steps);
  }

  /** A client, by where it is made and where it is used: either may hand it an administrator's key. */
  #clientMadeIn(...files: readonly string[]): SinkReading {
    const keys = files.map((file) => this.#adminAuthOf(file));
    return keys.includes("sure") ? ADMIN : keys.includes("maybe") ? MAYBE_ADMIN : CLIENT;
  }

  #readReturns(file: string, id: number, steps: number): SinkReading | undefined {
    for (const returned of this.#factsOf(file)?.functions[id]?.returns ?? []) {
      const reading = this.#readReceiver(file, returned, steps + 1);
      if (reading) return reading;
    }
    return undefined;
  }

  /** `client: ConvexHttpClient`, `t: TestConvex<typeof schema>`, `t: ReturnType<typeof convexTest>` */
  #readAnnotation(file: string, binding: BindingFact | undefined, steps: number): SinkReading | undefined {
    const name = binding?.annotation?.name;
    if (name?.kind === "call") return this.#readReceiver(file, name, steps + 1);
    const type = name && this.#denoter.denote(file, name);
    if (type?.kind !== "external") return undefined;
    if (type.source === "convex-test") return TEST;
    const [className = ""] = type.path;
    if (!CLIENT_CLASSES.has(className)) return undefined;
    const client = this.#clientMadeIn(file);
    // `let client: ConvexHttpClient | null = null` is given its client, and that its key, at some time or other.
    return clientOf(className, client === ADMIN && binding?.kind === "variable" ? MAYBE_ADMIN : client);
  }

  /** `async ({ runMutation }, args) => runMutation(…)`, the oldest syntax. */
  #readDestructured(file: string, id: number, sink: ArgumentSink): SinkReading {
    const binding = this.#factsOf(file)?.bindings[id];
    const last = binding?.parameter?.path.at(-1) ?? destructuredName(binding);
    if (last !== undefined && SERVER_METHODS.has(last)) return this.#isFunctionsFile(file) ? expecting(SERVER, last, sink) : BY_FILE;
    if (last !== undefined && CLIENT_METHODS.has(last)) return MAYBE_CLIENT;
    return isHookName(last ?? binding?.import?.imported) || isHookName(binding?.name) ? MAYBE_HOOK : BY_FILE;
  }

  /** Whether a value is a Convex context (or part of one), by its type or because a builder's handler receives it. */
  #isContext(file: string, value: Value): boolean {
    let root = value;
    while (root.kind === "member") root = root.object;
    if (root.kind !== "binding") return false;
    const facts = this.#factsOf(file);
    const binding = facts?.bindings[root.binding];
    if (!binding) return false;
    const name = binding.annotation?.name;
    if (name) {
      const type = this.#denoter.denote(file, name);
      if (type.kind === "generated" || (type.kind === "external" && /convex/u.test(type.source))) return true;
      return /Ctx\b/u.test(binding.annotation.text);
    }
    if (binding.annotation) return /Ctx\b/u.test(binding.annotation.text);
    const handedTo: ArgumentSink | null | undefined = binding.parameter?.index === 0 ? facts.functions[binding.parameter.function]?.argumentOf : null;
    if (!handedTo) return false;
    const builder = this.#denoter.denote(file, handedTo.callee);
    if (builder.kind === "generated" || (builder.kind === "external" && builder.source === "convex/server")) return true;
    // The handler of a function that a builder of one's own, or a library's, registers.
    return handedTo.index === 0 && handedTo.keys.join(".") === "handler" && facts.definitions.some(({ call }) => call.callee.range[0] === handedTo.callee.range[0] && call.callee.range[1] === handedTo.callee.range[1]);
  }
}

/** Hooks run in a user interface, whatever they do with a function. */
function isHookName(name: string | undefined): boolean {
  return name !== undefined && /^use[A-Z]/u.test(name);
}

/** `const { runQuery } = ctx` */
function destructuredName(binding: BindingFact | undefined): string | undefined {
  const value = binding?.value;
  return value?.kind === "member" ? (value.property ?? undefined) : undefined;
}

/** Whether a parameter's type lets an internal reference in; `FunctionReference` alone means public. */
function takesInternal(parameter: BindingFact | undefined): boolean {
  const text = parameter?.annotation?.text;
  return text === undefined || text === "any" || /"internal"|\bany\b/u.test(text);
}
