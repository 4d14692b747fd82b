/** Sweeping takes at most so much of the time in which somebody may have changed files, … */
const SHARE = 1 / 20;
/** … and so much of a run through many files, which nobody waits for but which takes only as long as its own work. */
const SHARE_OF_RUN = 1 / 100;
/** A process that waited so many milliseconds for something to do was waiting for a person. */
const PAUSE = 20;

/** The time that has passed, and how much of it the process had nothing to do, in milliseconds. */
interface Reading {
  readonly now: number;
  readonly idle: number;
}

/** Decides when the files are looked at again: the result of a sweep is good for a multiple of what the sweep cost. */
export class SweepClock {
  #sweptAt = Number.NEGATIVE_INFINITY;
  #cost = 0;
  #idle = 0;
  #isPaused = false;
  readonly #read: () => Reading;

  constructor(read: () => Reading = () => ({ now: performance.now(), idle: performance.eventLoopUtilization().idle })) {
    this.#read = read;
  }

  /** Whether a sweep is due. @param isNewRound Whether the host has asked for the same before. */
  isDue(isNewRound: boolean): boolean {
    const { now, idle } = this.#read();
    if (idle - this.#idle >= PAUSE) this.#isPaused = true;
    this.#idle = idle;
    return now - this.#sweptAt >= this.#cost / (isNewRound || this.#isPaused ? SHARE : SHARE_OF_RUN);
  }

  /** Runs a sweep and returns what it found. */
  time<T>(sweep: () => T): T {
    const start = this.#read().now;
    const found = sweep();
    this.#sweptAt = this.#read().now;
    this.#cost = this.#sweptAt - start;
    this.#isPaused = false;
    return found;
  }

  /** Makes the next sweep due. */
  reset(): void {
    this.#sweptAt = Number.NEGATIVE_INFINITY;
  }
}
