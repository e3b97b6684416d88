import fs from "fs";
import { join } from "path";

type Call = (...given: unknown[]) => unknown;

/** What changes something on disk. */
const CALLS = [
  "chmodSync",
  "copyFileSync",
  "fchmodSync",
  "futimesSync",
  "linkSync",
  "lutimesSync",
  "mkdirSync",
  "openSync",
  "renameSync",
  "rmSync",
  "symlinkSync",
  "utimesSync",
  "writeSync",
] as const;

/** Of calls that take more than a moment, what they have done when half of them is done. */
const HALVES: { readonly [call: string]: (actual: Call, ...given: never[]) => unknown } = {
  writeSync: (write, file: number, bytes: Buffer, start: number, length: number) =>
    write(file, bytes, start, Math.floor(length / 2)),
  rmSync: (remove, path: string, options: object) => {
    if (!fs.lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    for (const name of fs.readdirSync(path).slice(1)) remove(join(path, name), options);
  },
};

class Killed extends Error {}

/**
 * Runs a function as if the process were killed at a step, which is a call that changes something on disk. It is done by half,
 * and no other after it: of what clears up neither.
 * @param step The first one is 1.
 * @returns false if the function has fewer
 */
export function killedAt(step: number, run: () => void): boolean {
  let steps = 0;
  const spies = CALLS.map((call) => {
    const actual = fs[call] as Call;
    return jest.spyOn(fs as unknown as Record<string, Call>, call).mockImplementation((...given) => {
      if (call === "openSync" && given[1] === "r") return actual(...given);
      steps += 1;
      if (steps < step) return actual(...given);
      if (steps === step) HALVES[call]?.(actual, ...(given as never[]));
      throw new Killed(`at ${call}`);
    });
  });
  try {
    run();
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
