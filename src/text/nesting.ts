import { countOf } from "./count.ts";

/** The parser overflows the stack of a worker thread, and with it ends the process, at some thousands of levels. */
const MAX_NESTING = 1_000;
/** Sums and chains of calls nest to the left, which takes less of the stack. */
const MAX_OPERATORS = 15_000;
/** In shorter texts hardly anything but brackets nests so deep that it matters. */
const SHORT_TEXT = 20_000;
/** Words that hold all that follows them. */
const PREFIX_WORDS = ["else", "if", "for", "while", "do", "keyof", "typeof", "await", "void", "delete", "new", "yield", "readonly"];
const PREFIX_WORD = new RegExp(`(?:${PREFIX_WORDS.join("|")})\\b`, "y");
const BRACKETS = ["(", "[", "{"];
const OPERATORS = ["+", "-", "*", "/", "%", "&", "|", "^", "."];
/** What nests without brackets, and in texts of what length it may do so too often: a text with few of each does not. */
const SUSPICIOUS = [
  // Arrow functions and type arguments need the most.
  { parts: ["=>", "<"], max: MAX_NESTING, length: 0 },
  // What holds all that follows, as in `a ? b : c ? d : e`, `else if` and `!!a`.
  { parts: ["?", "!", "~", ...PREFIX_WORDS], max: MAX_NESTING, length: SHORT_TEXT },
  // Assignments and labels do too, but most of these are something else.
  { parts: ["=", ":"], max: 3 * MAX_NESTING, length: SHORT_TEXT / 2 },
  { parts: [...OPERATORS, "]"], max: MAX_OPERATORS, length: 2 * MAX_OPERATORS },
];

/** What a character says about nesting. Most of a text says nothing, so that a look at a table is all it takes. */
const NOTHING = 0;
const OPEN = 1;
const CLOSE = 2;
const SEPARATOR = 3;
const LINE_END = 4;
const OPERATOR = 5;
const PREFIX = 6;
const WORD_START = 7;
const KINDS = tableOf([["([{", OPEN], [")]}", CLOSE], [";,", SEPARATOR], ["\n", LINE_END], [OPERATORS.join(""), OPERATOR], ["?!~<=:", PREFIX], [PREFIX_WORDS.map((word) => word.charAt(0)).join(""), WORD_START]]);
const WORD = 1;
const BLANK = 2;
/** What a statement ends with beside words. */
const END = 3;
const CLASSES = tableOf([["abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$", WORD], [" \t\r\n", BLANK], ["\"'`)]}", END]]);

/**
 * Whether code is nested deeper than anybody writes it: by brackets, or as in `a ? b : c ? d : e`, `a => b => c`,
 * `else if`, `<p><p>` and `a + b + c`. Strings and comments count like code.
 */
export function isNestedTooDeep(text: string): boolean {
  if (SUSPICIOUS.some(({ parts, max, length }) => text.length > length && parts.some((part) => has(text, part, max)))) return isDeep(text);
  // Most files are short, and have few brackets, which is found out faster.
  const mayNest = text.length > SHORT_TEXT || BRACKETS.some((part) => has(text, part, MAX_NESTING / BRACKETS.length));
  return mayNest && hasDeepBrackets(text);
}

function hasDeepBrackets(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const kind = kindAt(KINDS, text, at);
    if (kind === OPEN) {
      depth += 1;
      if (depth > MAX_NESTING) return true;
    } else if (kind === CLOSE && depth > 0) depth -= 1;
  }
  return false;
}

function isDeep(text: string): boolean {
  // For each open bracket, what it was in.
  const outerNesting = new Int32Array(MAX_NESTING + 2);
  const outerOperators = new Int32Array(MAX_NESTING + 2);
  let brackets = 0;
  let nesting = 0;
  let operators = 0;
  for (let at = 0; at < text.length; at += 1) {
    const kind = kindAt(KINDS, text, at);
    if (kind === NOTHING) continue;
    switch (kind) {
      case OPEN:
        outerNesting[brackets] = nesting;
        outerOperators[brackets] = operators;
        brackets += 1;
        nesting += 1;
        break;
      case CLOSE:
        if (brackets === 0) break;
        brackets -= 1;
        nesting = outerNesting[brackets] ?? 0;
        operators = (outerOperators[brackets] ?? 0) + 1;
        break;
      case LINE_END:
      case SEPARATOR: {
        const next = kind === LINE_END ? nextCode(text, at) : at + 1;
        if (kind === SEPARATOR || startsStatement(text, at, next)) {
          nesting = brackets === 0 ? 0 : (outerNesting[brackets - 1] ?? 0) + 1;
          operators = brackets === 0 ? 0 : (outerOperators[brackets - 1] ?? 0);
        }
        at = next - 1;
        break;
      }
      case WORD_START:
        if (kindAt(CLASSES, text, at - 1) !== WORD && startsPrefix(text, at)) nesting += 1;
        break;
      default:
        if (kind === OPERATOR) operators += 1;
        nesting = Math.max(brackets, nesting + levelsAt(text, at));
    }
    if (nesting > MAX_NESTING || operators > MAX_OPERATORS) return true;
  }
  return false;
}

/** Returns by how many levels the code after a sign is nested deeper than the code before it. */
function levelsAt(text: string, at: number): number {
  const next = text.charAt(at + 1);
  switch (text.charAt(at)) {
    case "?":
    case "!":
      // `a?.b`, `a != b`, and what follows a word: `a!`, `a?: string`, a sentence.
      return next === "." || next === "=" || kindAt(CLASSES, text, at - 1) === WORD ? 0 : 1;
    case "~":
    case ":":
      return 1;
    case "<":
      if (next === "/") return -1;
      return ">\r\n".includes(next) || kindAt(CLASSES, text, at + 1) === WORD ? 1 : 0;
    case "/":
      return next === ">" ? -1 : 0;
    case "=":
      // Attributes stand beside each other, and comparisons nest to the left.
      return (next === ">" || kindAt(CLASSES, text, at + 1) === WORD || kindAt(CLASSES, text, at + 1) === BLANK) && !"=!<>".includes(text.charAt(at - 1)) ? 1 : 0;
    default:
      return 0;
  }
}

/** Returns where code goes on after the end of a line: blanks and lines of comments are skipped. */
function nextCode(text: string, lineEnd: number): number {
  let at = lineEnd + 1;
  for (;;) {
    while (kindAt(CLASSES, text, at) === BLANK) at += 1;
    if (!text.startsWith("//", at)) return at;
    const end = text.indexOf("\n", at);
    if (end === -1) return text.length;
    at = end;
  }
}

/** Whether the code after the end of a line is a statement of its own, where there are no semicolons. */
function startsStatement(text: string, lineEnd: number, next: number): boolean {
  let before = lineEnd - 1;
  while (kindAt(CLASSES, text, before) === BLANK) before -= 1;
  if (kindAt(CLASSES, text, next) !== WORD || kindAt(CLASSES, text, before) === NOTHING) return false;
  return text.charAt(before) === "}" ? !text.startsWith("else", next) : !startsPrefix(text, next);
}

function startsPrefix(text: string, at: number): boolean {
  PREFIX_WORD.lastIndex = at;
  return PREFIX_WORD.test(text);
}

function kindAt(table: Uint8Array, text: string, at: number): number {
  return table[text.charCodeAt(at)] ?? NOTHING;
}

function tableOf(kinds: readonly (readonly [characters: string, kind: number])[]): Uint8Array {
  const table = new Uint8Array(128);
  for (const [characters, kind] of kinds) for (const character of characters) table[character.charCodeAt(0)] = kind;
  return table;
}

/** Whether something is in a text more often than so many times. */
function has(text: string, part: string, max: number): boolean {
  // Without a look at the text: it is too short for that.
  return text.length > max * part.length && countOf(text, part, max) > max;
}
