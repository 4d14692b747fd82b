import { type FieldShape, type ObjectShape, type Shape, SHAPE_NAMES, type ShapeName, unionShape } from "./shape.ts";

const TOKEN = /\s*(?:('(?:[^'\\]|\\.)*')|(-?\d[\w.+-]*)|([A-Za-z_$][\w$]*)|(\.\.\.|\[\]|[{}<>(),:?|]))/uy;

/**
 * Returns the shape that a text says, in the notation of `printShape`.
 * @throws SyntaxError for a text that says none.
 */
export function parseShape(text: string): Shape {
  const parser = new ShapeParser(text);
  const shape = parser.union();
  parser.expectEnd();
  return shape;
}

class ShapeParser {
  readonly #tokens: string[] = [];
  #next = 0;

  constructor(text: string) {
    TOKEN.lastIndex = 0;
    while (text.slice(TOKEN.lastIndex).trim() !== "") {
      const at = TOKEN.lastIndex;
      const match = TOKEN.exec(text);
      if (!match) throw new SyntaxError(`\`${text.slice(at).trim()}\` is not understood`);
      this.#tokens.push(match[0].trim());
    }
  }

  union(): Shape {
    const members = [this.#array()];
    while (this.#takes("|")) members.push(this.#array());
    return unionShape(members);
  }

  expectEnd(): void {
    const token = this.#tokens[this.#next];
    if (token !== undefined) throw new SyntaxError(`\`${token}\` is one too many`);
  }

  #array(): Shape {
    let shape = this.#primary();
    while (this.#takes("[]")) shape = { kind: "array", element: shape };
    return shape;
  }

  #primary(): Shape {
    const token = this.#take();
    if (token === "(") return this.#closed(this.union(), ")");
    if (token === "{") return this.#object();
    if (token === "Id") {
      this.#expect("<");
      return this.#closed({ kind: "id", table: unquoted(this.#take()) }, ">");
    }
    if (token === "Record") {
      this.#expect("<");
      const key = this.union();
      this.#expect(",");
      return this.#closed({ kind: "record", key, value: this.union() }, ">");
    }
    if (/^['\d-]/u.test(token) || token === "true" || token === "false") return { kind: "literal", text: token };
    if (isShapeName(token)) return { kind: "name", name: token };
    throw new SyntaxError(`\`${token}\` is no type`);
  }

  #object(): ObjectShape {
    const fields: FieldShape[] = [];
    let open = false;
    while (!this.#takes("}")) {
      if (this.#takes("...")) open = true;
      else {
        const token = this.#take();
        const name = token.startsWith("'") ? unquoted(token) : token;
        const optional = this.#takes("?");
        this.#expect(":");
        fields.push({ name, optional, type: this.union() });
      }
      if (!this.#takes(",")) {
        this.#expect("}");
        break;
      }
    }
    return { kind: "object", fields, open };
  }

  #closed(shape: Shape, token: string): Shape {
    this.#expect(token);
    return shape;
  }

  #take(): string {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new SyntaxError("something is missing at the end");
    this.#next += 1;
    return token;
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next += 1;
    return true;
  }

  #expect(token: string): void {
    const found = this.#take();
    if (found !== token) throw new SyntaxError(`\`${found}\` stands where \`${token}\` belongs`);
  }
}

function isShapeName(token: string): token is ShapeName {
  return (SHAPE_NAMES as readonly string[]).includes(token);
}

function unquoted(token: string): string {
  if (!token.startsWith("'")) throw new SyntaxError(`\`${token}\` stands where a name in quotes belongs`);
  return JSON.parse(`"${token.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`) as string;
}
