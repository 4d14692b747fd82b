import { Worker } from "node:worker_threads";

/** How long a run may take before it says what it is doing. */
const PATIENCE = 1_000;
const CLEAR_LINE = "\r\u001B[2K";

/**
 * Writes the line. Reading and linking a workspace never yields to a timer of the main thread, so the clock runs in a
 * thread of its own, and writes to the terminal by itself.
 */
const CLOCK = `
const { writeSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
const { descriptor, patience, clear, visible } = workerData;
let phase = "";
let shown = false;
const start = Date.now();
function show() {
  shown = true;
  Atomics.store(visible, 0, 1);
  const seconds = Math.round((Date.now() - start) / 1000);
  try { writeSync(descriptor, clear + phase + "\\u2026 " + seconds + " s"); } catch {}
}
parentPort.on("message", (message) => {
  phase = message;
  if (shown) show();
});
setTimeout(() => { show(); setInterval(show, 1000); }, patience);
`;

/** A terminal, or what stands for one. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  /** The file descriptor that it writes to. */
  readonly fd?: number | undefined;
  write(text: string): unknown;
}

/** Says on a terminal what a long run is doing. */
export interface Progress {
  /** Names what is being done now. */
  phase(name: string): void;
  /** Takes the line away again. */
  end(): Promise<void>;
}

/** Starts a line of progress; one that nobody sees, unless the stream is a terminal. */
export function startProgress(stream: Terminal): Progress {
  if (stream.isTTY !== true || stream.fd === undefined) return { phase: () => undefined, end: () => Promise.resolve() };
  const visible = new Int32Array(new SharedArrayBuffer(4));
  const clock = new Worker(CLOCK, { eval: true, workerData: { descriptor: stream.fd, patience: PATIENCE, clear: CLEAR_LINE, visible } });
  // Progress is a courtesy: a run does not end with the thread that shows it.
  clock.on("error", () => undefined);
  clock.unref();
  return {
    phase: (name) => clock.postMessage(name),
    async end() {
      await clock.terminate();
      if (Atomics.load(visible, 0) === 1) stream.write(CLEAR_LINE);
    },
  };
}
