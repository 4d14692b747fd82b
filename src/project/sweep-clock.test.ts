import { setTimeout as wait } from "node:timers/promises";

import { describe, expect, test } from "vitest";

import { SweepClock } from "./sweep-clock.ts";

/** A clock that is set by hand. */
class Time {
  now = 0;
  idle = 0;
  readonly clock = new SweepClock(() => ({ now: this.now, idle: this.idle }));

  /** A sweep that takes ten milliseconds. */
  sweep(): void {
    this.clock.time(() => {
      this.now += 10;
    });
  }

  work(milliseconds: number): void {
    this.now += milliseconds;
  }

  rest(milliseconds: number): void {
    this.now += milliseconds;
    this.idle += milliseconds;
  }
}

describe("the files are looked at again", () => {
  test("at the first call", () => {
    expect(new Time().clock.isDue(false)).toBe(true);
  });

  test("in a new round after twenty times of what the last sweep took", () => {
    const time = new Time();
    time.sweep();
    time.work(199);
    expect(time.clock.isDue(true)).toBe(false);
    time.work(1);
    expect(time.clock.isDue(true)).toBe(true);
  });

  test("in a run through many files after a hundred times of it", () => {
    const time = new Time();
    time.sweep();
    for (let file = 0; file < 99; file += 1) {
      time.work(9);
      time.rest(1);
      expect(time.clock.isDue(false)).toBe(false);
    }
    time.work(10);
    expect(time.clock.isDue(false)).toBe(true);
  });

  test("after a pause as in a new round, until then", () => {
    const time = new Time();
    time.sweep();
    time.work(180);
    time.rest(20);
    expect(time.clock.isDue(false)).toBe(true);
    time.sweep();
    time.work(200);
    expect(time.clock.isDue(false)).toBe(false);
  });

  test("at once after a reset", () => {
    const time = new Time();
    time.sweep();
    time.clock.reset();
    expect(time.clock.isDue(false)).toBe(true);
  });
});

test("a process that waits has nothing to do", async () => {
  const clock = new SweepClock();
  clock.isDue(false);
  const start = performance.now();
  clock.time(() => {
    while (performance.now() - start < 5);
  });
  // Half of what a run through many files would need.
  await wait(50 * (performance.now() - start));
  expect(clock.isDue(false)).toBe(true);
});
