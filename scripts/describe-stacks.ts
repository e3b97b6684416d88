import { readFileSync } from "fs";
import { join, relative } from "path";

/** Prints where the synthesized stacks are, and what each would deploy. */

interface Manifest {
  readonly stacks: {
    readonly [name: string]: { readonly synthesizedStackPath: string; readonly workingDirectory: string };
  };
}

interface Stack {
  readonly resource?: { readonly [type: string]: { readonly [id: string]: unknown } };
}

const output = process.env.CDKTF_OUTDIR ?? "cdktf.out";
const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;

for (const [name, { synthesizedStackPath, workingDirectory }] of Object.entries(
  read<Manifest>(join(output, "manifest.json")).stacks,
)) {
  const resources = Object.entries(read<Stack>(join(output, synthesizedStackPath)).resource ?? {});
  const counts = resources.map(([type, byId]) => [type, Object.keys(byId).length] as const);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  console.log(`\n${name}: ${relative(".", join(output, workingDirectory))}, deploys ${total} resources`);
  for (const [type, count] of counts) console.log(`  ${String(count).padStart(2)} ${type}`);
}
