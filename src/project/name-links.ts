import { FUNCTION_NAME } from "../facts/names.ts";
import type { NameFact, Range, Sink, UseFact } from "../facts/types.ts";
import type { Expectation } from "./api-signatures.ts";
import { classify, isUncertain, possibleReference } from "./caller-class.ts";
import { escapeRegExp } from "./chains.ts";
import type { ConvexProject } from "./convex-projects.ts";
import { namePath } from "./function-names.ts";
import type { LinkContext } from "./link-context.ts";
import type { Reference } from "./references.ts";
import type { RegisteredFunction } from "./registry.ts";
import type { SinkReading } from "./sink-readings.ts";

/** What the name of a default export may leave out. */
const DEFAULT = ":default";

/** Links the string literals of a file that are names of functions. */
export function linkNames(context: LinkContext): void {
  const { file, facts, sources } = context;
  const operated = new Set(sources.scanOf(file)?.operated);
  for (const name of facts.names) {
    const target = findByName(context, namePath(name.value));
    if (target.length === 0) linkDanglingName(context, name, [name.range]);
    for (const { project, registered } of target) {
      const reading = sources.sinks.read(file, name.sink);
      const reference = nameReference(context, name, reading, project, operated, target.length);
      // A name that is that of a function of the type which is asked for is its name, whatever the types hide.
      const expects = reading.expects ?? (reading.isOfAnyType && reading.mayExpect && isOfType(registered, reading.mayExpect) ? reading.mayExpect : undefined);
      context.references.push({ target: registered, reference: expects ? { ...reference, expects, isLiteral: true } : reference });
    }
  }
}

/** Links what a constant holds, or a function puts together, at the place where it is used. */
export function linkConstantName(context: LinkContext, { value: { range }, sink, owner }: UseFact, name: string): void {
  if (!FUNCTION_NAME.test(name)) return;
  const target = findByName(context, namePath(name));
  if (target.length === 0) linkDanglingName(context, { value: name, range, sink, owner }, []);
  const reading = context.sources.sinks.read(context.file, sink);
  for (const { project, registered } of target) {
    const reference = nameReference(context, { value: name, range, sink, owner }, reading, project, new Set(), target.length);
    // A literal of the same file counts already, if not as proof.
    if (reference.certainty === "direct" || !context.facts.names.some(({ value }) => value === name)) context.references.push({ target: registered, reference });
  }
}

function isOfType({ builder }: RegisteredFunction, { types }: Expectation): boolean {
  return builder.kind === "function" && types.includes(builder.functionType);
}

function nameReference(context: LinkContext, name: NameFact, reading: SinkReading, project: ConvexProject, operated: ReadonlySet<string>, candidates: number): Reference {
  const { place, sources } = context;
  const scan = sources.scanOf(context.file);
  const requests = scan?.requests === true;
  // A request for one function may hand the name of another to it.
  const isRequested = requests && (scan.paths.length === 0 || scan.paths.includes(name.value));
  // What a script without a client gives to a function of its own goes to the command line that it starts.
  const mayRun = scan?.runsGiven === true && !requests && reading.class === null && !scan.sources.some((source) => source.startsWith("convex/"));
  const operator = operated.has(name.value) || mayRun || (requests && place.adminAuth === "sure" && reading.class === null);
  const callerClass = operator ? "operator" : classify(context, reading, project, name.sink);
  // A string in the server's own files may be anything with a colon in it, unless it goes where names go.
  const isCall = operator || reading.isClientApi || (reading.class !== null && reading.class !== "client");
  // What a text of code does is not read.
  const certain = name.sink.kind !== "page" && (isCall || (callerClass === "client" && isRequested));
  return {
    file: context.file,
    range: name.range,
    nameRange: name.range,
    root: "name",
    form: "name",
    path: namePath(name.value),
    certainty: certain && candidates === 1 && (operated.has(name.value) || !mayRun) && (operator || !isUncertain(context, reading)) ? "direct" : "possible",
    class: callerClass,
    isClientApi: reading.isClientApi,
    acceptsInternal: true,
    site: null,
    owner: name.owner,
    isUnchecked: true,
  };
}

/**
 * A string that no function has for a name is a mistake only where an API takes it for one.
 * @param nameRanges The literal, where it stands there.
 */
function linkDanglingName(context: LinkContext, { value, range, sink }: NameFact, nameRanges: readonly Range[]): void {
  const { file, sources } = context;
  const project = onlyProject(context);
  const reading = sources.sinks.read(file, sink);
  // `useQuery(ready ? api.users.get : "skip")`
  if (!project || !reading.expects || value === "skip") return;
  context.dangling.push({ file, range, project, path: namePath(value), root: "name", nameRanges, class: classify(context, reading, project, sink), expects: reading.expects, isUnchecked: true });
}

/** Returns the one project that names in a file belong to; `undefined` where there could be several, or one that is not here. */
export function onlyProject({ file, place, sources }: LinkContext): ConvexProject | undefined {
  const [likeliest = [], ...further] = sources.projectsOf(file);
  // All projects there are, which comes last, is no answer to whose functions a package means.
  if (place.kind !== "functions" && further.length === 0) return undefined;
  const [project, ...others] = likeliest;
  // What a component's package calls is a function of whoever installs it.
  return others.length > 0 || (project?.isComponent && place.kind !== "functions") ? undefined : project;
}

/** A name that is put together at run time may be that of any function it could build. */
export function linkDynamic(context: LinkContext, parts: readonly (string | null)[], sink: Sink, range: readonly [number, number]): void {
  const { file, sources } = context;
  const pattern = new RegExp(`^${parts.map((part) => (part === null ? ".*" : escapeRegExp(part))).join("")}$`, "u");
  const [start, end] = [parts[0] ?? "", parts.at(-1) ?? ""];
  const isMade = (name: string): boolean => name.startsWith(start) && name.endsWith(end) && pattern.test(name);
  for (const group of sources.projectsOf(file)) {
    const found = group.flatMap((project) => sources.registryOf(project).named((name) => isMade(name) || (name.endsWith(DEFAULT) && isMade(name.slice(0, -DEFAULT.length)))));
    for (const target of found) {
      context.references.push({ target, reference: { ...possibleReference(context, range, []), root: "name", form: "name", class: classify(context, sources.sinks.read(file, sink), target.project, sink) } });
    }
    if (found.length > 0) break;
  }
}

function findByName(context: LinkContext, path: readonly string[]): { project: ConvexProject; registered: RegisteredFunction }[] {
  const name = `${path.slice(0, -1).join("/")}:${path.at(-1) ?? ""}`;
  for (const group of context.sources.projectsOf(context.file)) {
    const found = group.flatMap((project) => {
      const registered = context.sources.registryOf(project).byName(name);
      return registered ? [{ project, registered }] : [];
    });
    if (found.length > 0) return found;
  }
  return [];
}
