import { spawnSync } from "child_process";

const ARGUMENTS = ["--import", "tsx", "--eval"];

/**
 * Runs a script in a process of its own, with the library's `BuildContext` and `BuildContextError` in scope, as a user
 * whom permissions bind. Returns what it prints.
 */
export function runUnprivileged(script: string): string {
  const root = process.getuid?.() === 0;
  const user = root ? { uid: 65534, gid: 65534 } : {};
  const result = spawnSync(process.execPath, [...ARGUMENTS, withLibrary(script)], { encoding: "utf8", ...user });
  expect(result.stderr).toBe("");
  return result.stdout;
}

/** Arguments of `node` that run a script with the library's `BuildContext` and `BuildContextError` in scope. */
export function nodeArguments(script: string): readonly string[] {
  return [...ARGUMENTS, withLibrary(script)];
}

function withLibrary(script: string): string {
  const library = require.resolve("../../../lib/private/build-context");
  return `const { BuildContext, BuildContextError } = require(${JSON.stringify(library)});\n${script}`;
}
