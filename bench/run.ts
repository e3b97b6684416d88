import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const ROOT = join(__dirname, "..");

/** Runs a program to its end and returns what it printed; a failure ends the benchmark with the program's own words. */
export function run(command: string, given: readonly string[], environment: NodeJS.ProcessEnv = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(command, given, {
    cwd: ROOT,
    env: environment,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error || status !== 0)
    throw new Error(`${command} ${given.join(" ")}: ${error?.message ?? `${stdout}\n${stderr}`}`);
  return stdout;
}

export interface Measurement {
  readonly milliseconds: number;
  /** Processor time of all threads, in the program and in the kernel. */
  readonly cpuMilliseconds: number;
  readonly memoryMiB: number;
}

/** Runs a task of `task.ts`; aws-cdk keeps its own cache in the home directory. */
export function measureTask(name: string, given: object, environment: NodeJS.ProcessEnv = {}): Measurement {
  const output = run(process.execPath, ["--import", "tsx", join(__dirname, "task.ts"), name, JSON.stringify(given)], {
    ...process.env,
    ...environment,
  });
  return JSON.parse(output.trim().split("\n").pop() as string) as Measurement;
}

/** Runs a program. */
export function measureProgram(command: string, given: readonly string[]): Measurement {
  const start = performance.now();
  const output = run("sh", ["-c", '"$@" && times', "sh", command, ...given]);
  const milliseconds = performance.now() - start;
  // the last line of the shell's `times` is of what it ran: 0m0.01s 0m0.20s
  const times = output.trim().split("\n").pop() as string;
  const seconds = Array.from(
    times.matchAll(/(\d+)m([\d.]+)s/g),
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  const cpuMilliseconds = seconds.reduce((sum, one) => sum + one * 1000, 0);
  return { milliseconds, cpuMilliseconds, memoryMiB: Number.NaN };
}

export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] as number;
}
