/** Several pieces of plain data as numbers and strings, much smaller than as JSON, and each can be read by itself. */
export interface Packed {
  /** Numbers of as many bytes as each needs: seven bits in a byte, the lowest first, the eighth says that more follow. */
  readonly codes: Uint8Array;
  /** Where each piece starts among the codes. */
  readonly starts: readonly number[];
  /** Each string once, with a NUL between two. */
  readonly strings: string;
}

const SEPARATOR = "\0";
/** The lowest bits of a code say what it stands for; the others are a constant, a number, a length or an index. */
const KIND_BITS = 3;
const KIND_MASK = 2 ** KIND_BITS - 1;
const CONSTANT = 0;
const INTEGER = 1;
const STRING = 2;
const ARRAY = 3;
const OBJECT = 4;
/** Two integers, as ranges are, without an array's code and those of its items: the first, and how much larger the second is. */
const PAIR = 5;
const SET = 6;
const CONSTANTS: readonly unknown[] = [undefined, null, false, true];
/** Codes must stay positive as numbers of 32 bits with a sign. */
const LIMIT = 2 ** (31 - KIND_BITS);

/** The names of the properties of each kind of object that was packed, by the number that the codes give it. */
export class Shapes {
  readonly list: (readonly string[])[] = [];
  readonly #indexes = new Map<string, number>();

  constructor(shapes: readonly (readonly string[])[] = []) {
    for (const keys of shapes) this.indexOf(keys);
  }

  /** Returns the number of a shape, a new one for one that is not known. */
  indexOf(keys: readonly string[]): number {
    const name = keys.join(SEPARATOR);
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = this.list.push(keys) - 1;
      this.#indexes.set(name, index);
    }
    return index;
  }
}

/**
 * Packs plain data: objects, arrays, sets, strings, whole numbers that are not negative, booleans, `null`, `undefined`.
 * Returns `undefined` where a piece holds something else.
 */
export function pack(pieces: readonly unknown[], shapes: Shapes): Packed | undefined {
  const codes: number[] = [];
  const strings = new Map<string, number>();
  const putNumber = (value: number): void => {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) codes.push((rest & 0x7f) | 0x80);
    codes.push(rest);
  };
  const put = (kind: number, payload: number): void => {
    putNumber(kind | (payload << KIND_BITS));
  };
  const write = (value: unknown): boolean => {
    if (typeof value === "string") {
      if (value.includes(SEPARATOR)) return false;
      const index = strings.get(value) ?? strings.size;
      strings.set(value, index);
      put(STRING, index);
      return true;
    }
    if (isSmall(value)) {
      put(INTEGER, value);
      return true;
    }
    if (typeof value !== "object" || value === null) {
      const constant = CONSTANTS.indexOf(value);
      if (constant === -1) return false;
      put(CONSTANT, constant);
      return true;
    }
    if (Array.isArray(value)) {
      const [first, second] = value as readonly unknown[];
      if (value.length === 2 && isSmall(first) && isSmall(second) && second >= first) {
        put(PAIR, first);
        putNumber(second - first);
        return true;
      }
      put(ARRAY, value.length);
      return (value as readonly unknown[]).every(write);
    }
    if (value instanceof Set) {
      put(SET, value.size);
      return [...(value as ReadonlySet<unknown>)].every(write);
    }
    const keys = Object.keys(value);
    put(OBJECT, shapes.indexOf(keys));
    return keys.every((key) => write((value as Record<string, unknown>)[key]));
  };
  const starts: number[] = [];
  for (const piece of pieces) {
    starts.push(codes.length);
    if (!write(piece)) return undefined;
  }
  return { codes: Uint8Array.from(codes), starts, strings: [...strings.keys()].join(SEPARATOR) };
}

/** Returns what reads the pieces of packed data, each by its index. */
export function unpack({ codes, starts, strings: joined }: Packed, shapes: Shapes): (piece: number) => unknown {
  let strings: readonly string[] | undefined;
  let at = 0;
  return (piece) => {
    at = starts[piece] ?? 0;
    return read();
  };

  function readNumber(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = codes[at] ?? 0;
      at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  function read(): unknown {
    const code = readNumber();
    const payload = code >> KIND_BITS;
    switch (code & KIND_MASK) {
      case INTEGER:
        return payload;
      case STRING:
        strings ??= joined.split(SEPARATOR);
        return strings[payload];
      case PAIR:
        return [payload, payload + readNumber()];
      case ARRAY: {
        const items: unknown[] = [];
        for (let index = 0; index < payload; index += 1) items.push(read());
        return items;
      }
      case OBJECT: {
        const found: Record<string, unknown> = {};
        for (const key of shapes.list[payload] ?? []) found[key] = read();
        return found;
      }
      case SET: {
        const items = new Set<unknown>();
        for (let index = 0; index < payload; index += 1) items.add(read());
        return items;
      }
      default:
        return CONSTANTS[payload];
    }
  }
}

function isSmall(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < LIMIT && !Object.is(value, -0);
}
