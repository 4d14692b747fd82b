import type { ArgumentType } from "../../types/argument-type.ts";
import { type BuilderArgumentsAnswer, type BuilderCall, type ExportedBinding, type Registration, type TypeOracle, UNKNOWN, type WrittenType } from "../../types/type-oracle.ts";

/** Passes questions on, tells when the first one comes, and can be kept from asking: an answer may cost a whole program. */
export class ReluctantOracle implements TypeOracle {
  /** While it is set, the answer to everything is that nobody knows. */
  isSilent = false;
  /** How many questions were not passed on. */
  refused = 0;
  readonly #oracle: TypeOracle;
  #onFirstQuestion: (() => void) | undefined;

  constructor(oracle: TypeOracle, onFirstQuestion: () => void) {
    this.#oracle = oracle;
    this.#onFirstQuestion = onFirstQuestion;
  }

  registrationOfCall(call: BuilderCall): Registration {
    return this.#isAllowed() ? this.#oracle.registrationOfCall(call) : UNKNOWN;
  }

  registrationOfExport(binding: ExportedBinding): Registration {
    return this.#isAllowed() ? this.#oracle.registrationOfExport(binding) : UNKNOWN;
  }

  argumentType(type: WrittenType): ArgumentType | undefined {
    return this.#isAllowed() ? this.#oracle.argumentType(type) : undefined;
  }

  handlerParameter(handler: WrittenType): ArgumentType | undefined {
    return this.#isAllowed() ? this.#oracle.handlerParameter(handler) : undefined;
  }

  isFunction(expression: WrittenType): boolean | undefined {
    return this.#isAllowed() ? this.#oracle.isFunction(expression) : undefined;
  }

  validatorType(expression: WrittenType): ArgumentType | undefined {
    return this.#isAllowed() ? this.#oracle.validatorType(expression) : undefined;
  }

  builderArguments(call: BuilderCall): BuilderArgumentsAnswer | undefined {
    return this.#isAllowed() ? this.#oracle.builderArguments(call) : undefined;
  }

  knows(file: string): boolean {
    return this.#isAllowed() && this.#oracle.knows(file);
  }

  #isAllowed(): boolean {
    if (this.isSilent) {
      this.refused += 1;
      return false;
    }
    this.#onFirstQuestion?.();
    this.#onFirstQuestion = undefined;
    return true;
  }
}
