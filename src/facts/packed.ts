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

/** What keys a shape may go on with, one after the other. */
interface Step {
  readonly next: Map<string, Step>;
  /** The number of the shape that ends here. */
  index: number | undefined;
}

/** The names of the properties of each kind of object that was packed, by the number that the codes give it. */
export class Shapes {
  readonly list: (readonly string[])[] = [];
  readonly #start: Step = { next: new Map(), index: undefined };

  constructor(shapes: readonly (readonly string[])[] = []) {
    for (const keys of shapes) this.indexOf(keys);
  }

  /** Returns the number of a shape, a new one for one that is not known. */
  indexOf(keys: readonly string[]): number {
    let step = this.#start;
    for (const key of keys) {
      let next = step.next.get(key);
      if (!next) {
        next = { next: new Map(), index: undefined };
        step.next.set(key, next);
      }
      step = next;
    }
    step.index ??= this.list.push(keys) - 1;
    return step.index;
  }
}

/**
 * Packs plain data: objects, arrays, sets, strings, whole numbers that are not negative, booleans, `null`, `undefined`.
 * Returns `undefined` where a piece holds something else.
 */
export function pack(pieces: readonly unknown[], shapes: Shapes): Packed | undefined {
  const packer = new Packer(shapes);
  const starts: number[] = [];
  for (const piece of pieces) {
    starts.push(packer.length);
    if (!packer.write(piece)) return undefined;
  }
  return { codes: packer.codes(), starts, strings: packer.strings() };
}

class Packer {
  /** One for all: most pieces are small, and each needs it only until it is copied. */
  static #buffer = new Uint8Array(2 ** 16);
  readonly #shapes: Shapes;
  readonly #strings = new Map<string, number>();
  #bytes = Packer.#buffer;
  length = 0;

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
  }

  codes(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  strings(): string {
    return [...this.#strings.keys()].join(SEPARATOR);
  }

  /** Writes a value, and returns whether it is plain data. */
  write(value: unknown): boolean {
    if (typeof value === "string") return this.#writeString(value);
    if (isSmall(value)) {
      this.#put(INTEGER, value);
      return true;
    }
    if (typeof value !== "object" || value === null) {
      const constant = CONSTANTS.indexOf(value);
      if (constant === -1) return false;
      this.#put(CONSTANT, constant);
      return true;
    }
    if (Array.isArray(value)) return this.#writeArray(value);
    if (value instanceof Set) {
      this.#put(SET, value.size);
      return this.#writeAll([...(value as ReadonlySet<unknown>)]);
    }
    const keys = Object.keys(value);
    this.#put(OBJECT, this.#shapes.indexOf(keys));
    for (const key of keys) if (!this.write((value as Record<string, unknown>)[key])) return false;
    return true;
  }

  #writeString(value: string): boolean {
    let index = this.#strings.get(value);
    if (index === undefined) {
      if (value.includes(SEPARATOR)) return false;
      index = this.#strings.size;
      this.#strings.set(value, index);
    }
    this.#put(STRING, index);
    return true;
  }

  #writeArray(items: readonly unknown[]): boolean {
    const [first, second] = items;
    if (items.length === 2 && isSmall(first) && isSmall(second) && second >= first) {
      this.#put(PAIR, first);
      this.#putNumber(second - first);
      return true;
    }
    this.#put(ARRAY, items.length);
    return this.#writeAll(items);
  }

  #writeAll(items: readonly unknown[]): boolean {
    // Holes of an array are written too.
    for (let index = 0; index < items.length; index += 1) if (!this.write(items[index])) return false;
    return true;
  }

  #put(kind: number, payload: number): void {
    this.#putNumber(kind | (payload << KIND_BITS));
  }

  #putNumber(value: number): void {
    // A number takes five bytes at most.
    if (this.length + 5 > this.#bytes.length) this.#grow();
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      this.#bytes[this.length] = (rest & 0x7f) | 0x80;
      this.length += 1;
    }
    this.#bytes[this.length] = rest;
    this.length += 1;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
    Packer.#buffer = larger;
  }
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
  return typeof value === "number" && value >= 0 && value < LIMIT && Number.isInteger(value) && !Object.is(value, -0);
}
