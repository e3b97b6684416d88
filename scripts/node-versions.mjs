// Runs what a user runs under the other versions of Node.js that are supported: the examples have to be the same bytes as under
// this one, and the packed library has to install and work. A deprecated call fails.
//   node scripts/node-versions.mjs
import { execFile } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Packages of npm named for a platform hold the binaries. */
const VERSIONS = ["22.23.3", "24.21.0"];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const work = realpathSync(mkdtempSync(join(tmpdir(), "node-versions-")));

async function run(command, args, env = {}) {
  const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  try {
    return (await promisify(execFile)(command, args, options)).stdout.trim();
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout ?? ""}${error.stderr ?? error.message}`);
  }
}

async function synthesize(node, outdir) {
  await run(node, ["--throw-deprecation", "--import", "tsx", "main.ts"], { CDKTF_OUTDIR: outdir });
  return outdir;
}

async function tryVersion(version, expected) {
  const directory = join(work, version);
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  await run("npm", ["install", "--prefix", directory, "--no-audit", "--no-fund", `${name}@${version}`]);
  const bin = join(directory, "node_modules", name, "bin");
  const node = join(bin, "node");
  const running = await run(node, ["--version"]);
  if (running !== `v${version}`) throw new Error(`${name}@${version} is ${running}`);
  await run("diff", ["--recursive", expected, await synthesize(node, join(directory, "cdktf.out"))]);
  const jest = [
    "node_modules/jest/bin/jest.js",
    "--ci",
    "__tests__/packed.test.ts",
    "--testNamePattern",
    "adds a trigger",
  ];
  const told = await run(node, jest, { PATH: `${bin}${delimiter}${process.env.PATH}` });
  if (!told.includes("jest: 1 passed")) throw new Error(`The test of the packed library did not run:\n${told}`);
  console.log(`Node.js ${version}: the examples are the same bytes, and the packed library works.`);
}

const expected = await synthesize(process.execPath, join(work, "cdktf.out"));
const outcomes = await Promise.allSettled(VERSIONS.map((version) => tryVersion(version, expected)));
rmSync(work, { recursive: true, force: true });
for (const { reason } of outcomes.filter(({ status }) => status === "rejected")) {
  console.error(reason.message);
  process.exitCode = 1;
}
