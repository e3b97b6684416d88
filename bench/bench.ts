// npm run bench -- [--only many|large|apps]... [--turns N] [--json FILE] [--engine docker|podman]
//   [--base-image REFERENCE] [--directory DIRECTORY]
// Ratios of this library's build context to what else could be done with the same files, in the same run.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { scoreChangedPushedKiB } from "./image-layers";
import { type Measurement, measureProgram, measureTask, median, ROOT, run } from "./run";

const MIB = 1024 * 1024;
const SETTLE_MILLISECONDS = 500;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: ["many", "large", "apps"] },
    turns: { type: "string", default: "3" },
    json: { type: "string" },
    engine: { type: "string" },
    "base-image": { type: "string" },
    directory: { type: "string", default: tmpdir() },
  },
});

const work = mkdtempSync(join(options.directory, "ml-functions-bench-"));
const figures: Record<string, number> = {};
let fresh = 0;

function newPath(): string {
  fresh += 1;
  return join(work, `output${fresh}`);
}

function settle(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_MILLISECONDS);
}

function writeLargeFile(path: string, mebibytes: number): void {
  const descriptor = openSync(path, "w");
  for (let written = 0; written < mebibytes; written += 1) writeSync(descriptor, randomBytes(MIB));
  closeSync(descriptor);
}

/** A new directory with a small file. */
function makeDirectory(name: string): string {
  const directory = join(work, name);
  mkdirSync(directory);
  writeFileSync(join(directory, "config.json"), "{}");
  return directory;
}

function makeLarge(): string {
  const large = makeDirectory("large");
  writeLargeFile(join(large, "model.bin"), 1024);
  settle();
  return large;
}

function makeMany(): string {
  const many = makeDirectory("many");
  for (let index = 0; index < 10_000; index += 1) {
    const directory = join(many, `part${index % 100}`);
    if (index < 100) mkdirSync(directory);
    writeFileSync(join(directory, `file${index}`), randomBytes(2048));
  }
  settle();
  return many;
}

/** Medians by contender; all take turns, so that what else the machine does strikes all alike. */
function inTurns(contenders: Record<string, () => Measurement>): Record<string, Measurement> {
  const samples = Object.fromEntries(Object.keys(contenders).map((name) => [name, [] as Measurement[]]));
  for (let turn = 0; turn < Number(options.turns); turn += 1) {
    for (const [name, measure] of Object.entries(contenders)) samples[name]?.push(measure());
  }
  return Object.fromEntries(
    Object.entries(samples).map(([name, found]) => [
      name,
      {
        milliseconds: median(found.map(({ milliseconds }) => milliseconds)),
        cpuMilliseconds: median(found.map(({ cpuMilliseconds }) => cpuMilliseconds)),
        memoryMiB: median(found.map(({ memoryMiB }) => memoryMiB)),
      },
    ]),
  );
}

/** Where many files were removed, ext4 takes long to make new ones: they stay until the end. */
function keeping<T>(measure: (output: string) => T): T {
  return measure(newPath());
}

/** A synth of a context with the state that an earlier one left, and files that nobody else links to. */
class Repeated {
  public readonly source = newPath();
  private readonly state = { output: newPath(), cacheDirectory: newPath() };

  public constructor(source: string) {
    run("cp", ["-r", source, this.source]);
    settle();
    this.measure();
    settle();
    this.measure();
  }

  public measure(): Measurement {
    return measureTask("buildContext", { source: this.source, ...this.state });
  }

  public remove(): void {
    for (const path of [this.source, ...Object.values(this.state)]) rmSync(path, { recursive: true });
  }
}

function compare(title: string, source: string, outputs: "keep" | "remove"): Record<string, Measurement> {
  const into = outputs === "keep" ? keeping : removing;
  const repeated = new Repeated(source);
  const changing = new Repeated(source);
  run("sh", ["-c", `find '${source}' -type f -exec cat {} + > /dev/null`]);
  const results = inTurns({
    "openssl dgst -sha256": () =>
      measureProgram("sh", ["-c", `find '${source}' -type f -print0 | xargs -0 openssl dgst -sha256`]),
    "cp -r": () => into((output) => measureProgram("cp", ["-r", source, output])),
    "cdktf TerraformAsset": () => into((output) => measureTask("terraformAsset", { source, output })),
    "aws-cdk fingerprint": () => into((output) => measureTask("fingerprint", { source, output }, { HOME: output })),
    "this, first time": () =>
      into((output) => measureTask("buildContext", { source, output, cacheDirectory: newPath() })),
    "this, unchanged": () => repeated.measure(),
    "this, one small file changed": () => {
      appendFileSync(join(changing.source, "config.json"), " ");
      settle();
      return changing.measure();
    },
  });
  if (outputs === "remove") for (const one of [repeated, changing]) one.remove();
  print(title, results, "openssl dgst -sha256");
  return results;
}

function removing<T>(measure: (output: string) => T): T {
  const output = newPath();
  try {
    return measure(output);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

function print(title: string, results: Record<string, Measurement>, unit: string): void {
  const one = results[unit]?.milliseconds ?? Number.NaN;
  console.log(`\n| ${title} | ms | ÷ ${unit} | ms of processors |\n| --- | ---: | ---: | ---: |`);
  for (const [name, { milliseconds, cpuMilliseconds }] of Object.entries(results)) {
    const [time, ratio, cpuTime] = [
      milliseconds.toFixed(0),
      (milliseconds / one).toFixed(2),
      cpuMilliseconds.toFixed(0),
    ];
    console.log(`| ${name} | ${time} | ${ratio} | ${cpuTime} |`);
  }
}

function millisecondsOf(results: Record<string, Measurement>, name: string): number {
  return results[name]?.milliseconds ?? Number.NaN;
}

/** Processor time of one as a multiple of that of the other. */
function cpuRatio(results: Record<string, Measurement>, name: string, unit: string): number {
  return (results[name]?.cpuMilliseconds ?? Number.NaN) / (results[unit]?.cpuMilliseconds ?? Number.NaN);
}

function addFigures(key: "large" | "many", results: Record<string, Measurement>): void {
  const openssl = millisecondsOf(results, "openssl dgst -sha256");
  const ratio = (name: string): number => millisecondsOf(results, name) / openssl;
  figures[key === "large" ? "coldVsOpenssl" : "manyColdVsOpenssl"] = ratio("this, first time");
  figures[`${key}UnchangedVsOpenssl`] = ratio("this, unchanged");
  figures[`${key}OneSmallFileChangedVsOpenssl`] = ratio("this, one small file changed");
  figures[`${key}CpVsOpenssl`] = ratio("cp -r");
  figures[`${key}TerraformAssetVsOpenssl`] = ratio("cdktf TerraformAsset");
  figures[`${key}AwsCdkFingerprintVsOpenssl`] = ratio("aws-cdk fingerprint");
}

function benchMany(): void {
  const results = compare("10 000 files of 2 KiB", makeMany(), "keep");
  addFigures("many", results);
  figures.manyColdCpuVsCp = cpuRatio(results, "this, first time", "cp -r");
  figures.manyOneSmallFileChangedCpuVsCp = cpuRatio(results, "this, one small file changed", "cp -r");
  figures.manyUnchangedCpuVsCp = cpuRatio(results, "this, unchanged", "cp -r");
}

function benchLarge(): void {
  const [large, empty] = [makeLarge(), makeDirectory("empty")];
  addFigures("large", compare("1 GiB in one file", large, "remove"));

  const [emptyModel, largeModel] = [new Repeated(empty), new Repeated(large)];
  settle();
  const unchanged = inTurns({ empty: () => emptyModel.measure(), large: () => largeModel.measure() });
  figures.unchangedOverEmptyMs = millisecondsOf(unchanged, "large") - millisecondsOf(unchanged, "empty");

  writeLargeFile(join(large, "second.bin"), 512);
  writeLargeFile(join(large, "third.bin"), 512);
  const memory = inTurns({
    empty: () => removing((output) => measureTask("buildContext", { source: empty, output })),
    large: () => removing((output) => measureTask("buildContext", { source: large, output })),
    "openssl dgst -sha256": () => measureProgram("sh", ["-c", `openssl dgst -sha256 '${large}'/*`]),
  });
  figures.extraMemoryMiB = (memory.large?.memoryMiB ?? Number.NaN) - (memory.empty?.memoryMiB ?? Number.NaN);
  figures.severalFilesColdVsOpenssl = millisecondsOf(memory, "large") / millisecondsOf(memory, "openssl dgst -sha256");
  for (const name of ["second.bin", "third.bin"]) rmSync(join(large, name));

  const manifest = join(work, "large.sha256");
  writeFileSync(manifest, run("sh", ["-c", `cd '${large}' && sha256sum model.bin`]));
  const checked = inTurns({
    "openssl dgst -sha256": () => measureProgram("openssl", ["dgst", "-sha256", join(large, "model.bin")]),
    "check in the image build": () =>
      measureProgram("python3", ["image/check_unchanged_since_synth.py", manifest, large]),
  });
  print("1 GiB, what the build checks", checked, "openssl dgst -sha256");
  figures.buildCheckVsOpenssl =
    millisecondsOf(checked, "check in the image build") / millisecondsOf(checked, "openssl dgst -sha256");
}

/** Returns the build context of one of the apps. */
function benchApps(): string {
  const environment = { count: 100, output: newPath() };
  measureTask("apps", environment);
  const directory = join(environment.output, "stacks/bench");
  const stack = join(directory, "cdk.tf.json");
  const results = inTurns({
    raw: () => removing((output) => measureTask("raw", { stack, output })),
    "this library": () => measureTask("apps", environment),
  });
  print("100 apps in one stack", results, "raw");
  figures.hundredAppsCpuVsRaw = cpuRatio(results, "this library", "raw");
  figures.hundredAppsVsRaw = millisecondsOf(results, "this library") / millisecondsOf(results, "raw");
  const contexts = join(directory, "build-contexts");
  return join(contexts, readdirSync(contexts)[0] as string);
}

/** The base image of the container test, which makes it: Microsoft's has gigabytes, and not every machine reaches it. */
function standIn(engine: string, context: string): string {
  const example = (name: string): string => join(ROOT, "examples/diabetes", name);
  run("scripts/container-test/run.sh", [context, example("sample_input.json"), example("sample_output.json")]);
  const [, version] =
    /^ARG BASE_IMAGE=.*python(3\.\d+)$/m.exec(readFileSync(join(context, "Dockerfile"), "utf8")) ?? [];
  const image = `localhost/functions-stand-in:${version}`;
  run(engine, ["image", "inspect", image]);
  return image;
}

function benchPush(context: string): void {
  const engine = options.engine ?? ["docker", "podman"].find((name) => spawnSync(name, ["info"]).status === 0);
  if (engine === undefined) {
    console.log("\nscoreChangedPushedKiB is not measured: no container engine answers. Give one with --engine.");
    return;
  }
  const changed = scoreChangedPushedKiB(engine, options["base-image"] ?? standIn(engine, context), context, work);
  figures.scoreChangedPushedKiB = changed;
}

try {
  if (!existsSync(join(__dirname, "node_modules", "aws-cdk-lib"))) {
    run("npm", ["install", "--prefix", __dirname, "--no-package-lock", "--no-audit", "--no-fund"]);
  }
  // the small files first, before the large ones' outputs are removed
  if (options.only.includes("many")) benchMany();
  if (options.only.includes("large")) benchLarge();
  if (options.only.includes("apps")) benchPush(benchApps());
  console.log();
  for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${value.toFixed(2)}`);
  if (options.json !== undefined) writeFileSync(resolve(options.json), `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
