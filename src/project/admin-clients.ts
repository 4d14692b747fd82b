import type { Places } from "./places.ts";
import type { Resolver } from "./resolver.ts";
import type { AdminAuth, Scan } from "./scan.ts";

interface Sources {
  readonly files: () => readonly string[];
  readonly scanOf: (file: string) => Scan | undefined;
  readonly resolver: Resolver;
  readonly places: Places;
}

/** Which clients may get an administrator's key, so that they may call internal functions. */
export class AdminClients {
  readonly #sources: Sources;
  #exist: boolean | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Whether some client of the workspace gets one; unknown until somebody asks. */
  get exist(): boolean {
    const { files, places } = this.#sources;
    this.#exist ??= files().some((file) => this.#givenIn(file) !== "none" && places.of(file).kind !== "functions" && !places.of(file).isTest);
    return this.#exist;
  }

  /** Whether a client that is made in a file gets one, there or by a module that the file imports. */
  near(file: string): AdminAuth {
    const own = this.#givenIn(file);
    if (own !== "none") return own;
    const { scanOf, resolver } = this.#sources;
    const isNear = (scanOf(file)?.sources ?? []).some((source) => {
      const target = resolver.resolve(file, source);
      return target.kind === "file" && this.#givenIn(target.path) !== "none";
    });
    return isNear ? "maybe" : "none";
  }

  /** Whether it was asked for by others, and would be told something else now. */
  isOtherThan(earlier: AdminClients): boolean {
    return earlier.#exist !== undefined && earlier.#exist !== this.exist;
  }

  #givenIn(file: string): AdminAuth {
    return this.#sources.scanOf(file)?.adminAuth ?? "none";
  }
}
