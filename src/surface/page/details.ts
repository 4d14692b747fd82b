import type { PageCaller, PageRow } from "../page-data.ts";
import { make } from "./dom.ts";
import { ACCESS, callerWord, counted, DANGERS, TYPES, VALIDATED } from "./words.ts";

/** Those that matter most come first. */
const CLASSES: readonly PageCaller["class"][] = ["client", "foreign", "server", "operator", "test"];
/** More places than these are counted only. */
const MAX_PLACES = 40;

/** Returns all that is known of a row: who calls it, with what, as whom. */
export function detailsOf(row: PageRow, isComponent: boolean, onDraw: () => void): HTMLElement {
  const show = make("button", { type: "button", class: "quiet" }, "Show in the drawing");
  show.addEventListener("click", onDraw);
  return make(
    "div",
    { class: "details" },
    ...(row.otherNames.length > 0 ? [make("p", {}, `Also called ${row.otherNames.join(", ")}.`)] : []),
    make("div", { class: "sides" }, who(row, isComponent), what(row), whom(row), danger(row)),
    ...(row.review.length > 0 ? [make("div", { class: "box-warn" }, make("h3", {}, "Not as reviewed"), make("ul", {}, ...row.review.map((sentence) => make("li", {}, "It ", ...withCode(sentence), "."))))] : []),
    ...(row.findings.length > 0 ? [make("div", {}, make("h3", {}, "Findings"), make("ul", { class: "findings" }, ...row.findings.map(({ rule, message, place }) => make("li", {}, make("code", {}, rule), " ", ...withCode(message), " ", make("span", { class: "place" }, place)))))] : []),
    make("p", { class: "actions" }, show),
  );
}

function who(row: PageRow, isComponent: boolean): HTMLElement {
  const groups = new Map<string, PageCaller[]>();
  const rank = ({ class: callerClass, sure }: PageCaller): number => CLASSES.indexOf(callerClass) + (sure ? 0 : 0.5);
  for (const caller of row.callers.toSorted((left, right) => rank(left) - rank(right))) {
    const key = `${caller.class}${caller.sure ? "" : "?"}`;
    groups.set(key, [...(groups.get(key) ?? []), caller]);
  }
  const parts = [...groups].map(([key, callers]) => {
    const rest = callers.length - MAX_PLACES;
    return make("div", {}, make("p", { class: "group" }, capital(callerWord(key))), list([...callers.slice(0, MAX_PLACES).map(({ place }) => place), ...(rest > 0 ? [`and ${counted(rest, "more place")}`] : [])], "places"));
  });
  const nobody = isComponent ? "The app that uses the component may." : row.type === "http" ? "Anyone who sends a request." : "Nothing in this workspace. Anyone on the internet can.";
  return side("Who calls it", ...(parts.length > 0 ? parts : [make("p", {}, nobody)]));
}

function what({ args, validated }: PageRow): HTMLElement {
  if (args === "request") return side("With what", make("p", {}, "Whatever a request holds: HTTP actions have no validators."));
  if (args === "anything") return side("With what", make("p", { class: "bad" }, "Anything: nothing validates its arguments."));
  if (args === "unknown") return side("With what", make("p", {}, "Its validators cannot be read."));
  const note = validated === "unknown" ? [make("p", {}, "Declared so; what its builder makes of it is not known.")] : [];
  if (args.length === 0) return side("With what", make("p", {}, "No arguments."), ...note);
  return side("With what", make("dl", { class: "args" }, ...args.flatMap(([name, type]) => [make("dt", {}, name), make("dd", {}, type)])), ...note);
}

function whom({ access, accessNote }: PageRow): HTMLElement {
  const sentence = { checked: "Something on the way looks at who calls.", unchecked: "Nothing on the way looks at who calls.", unknown: "It cannot be told whether anything looks at who calls." }[access];
  return side("As whom", make("p", access === "unchecked" ? { class: "bad" } : {}, sentence), ...(accessNote === "" ? [] : [make("p", { class: "place" }, accessNote)]));
}

function danger({ danger: rank, dangerNote, type, place }: PageRow): HTMLElement {
  const { sign, word, means } = DANGERS[rank];
  return side("What it does", make("p", {}, make("span", { class: `chip danger-${rank}` }, `${sign} ${word}`)), make("p", {}, `It ${means}.`), ...(dangerNote === "" ? [] : [make("p", { class: "place" }, dangerNote)]), make("p", { class: "place" }, `${capital(TYPES[type])} at ${place}`));
}

function side(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  return make("section", { class: "side" }, make("h3", {}, title), ...children);
}

/** What stands between backticks is code. */
function withCode(message: string): (string | HTMLElement)[] {
  return message.split("`").map((part, index) => (index % 2 === 1 ? make("code", {}, part) : part));
}

function list(items: readonly string[], className = ""): HTMLElement {
  return make("ul", { class: className === "" ? undefined : className }, ...items.map((item) => make("li", {}, item)));
}

/** Returns the arguments in a few words. */
export function summarizeArguments({ args, validated }: PageRow): string {
  if (typeof args !== "object") return args === "request" ? VALIDATED["does not apply"] : args === "anything" ? "anything" : VALIDATED[validated];
  return args.length === 0 ? "no arguments" : args.map(([name]) => name).join(", ");
}

/** Returns whether a check was seen, in a word. */
export function summarizeAccess({ access }: PageRow): string {
  return ACCESS[access];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
