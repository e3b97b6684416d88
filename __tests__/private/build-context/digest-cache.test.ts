import { spawn } from "child_process";
import { once } from "events";
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "fs";
import { homedir } from "os";
import { join } from "path";
import { setTimeout } from "timers/promises";
import { BuildContext, type BuildContextSpec, defaultCacheDirectory } from "../../../lib/private/build-context";
import { digestFiles } from "../../../lib/private/build-context/file-digests";
import { nodeArguments } from "./child-process";
import { temporaryDirectory } from "./temporary";
import { file, writeTree } from "./tree";

const MIB = 1024 * 1024;
/** Longer than a file must be left alone to be remembered. */
const SETTLE_MILLISECONDS = 150;

jest.mock("../../../lib/private/build-context/file-digests", () => {
  const actual = jest.requireActual<{ digestFiles: typeof digestFiles }>(
    "../../../lib/private/build-context/file-digests",
  );
  return { digestFiles: jest.fn(actual.digestFiles) };
});
const digested = jest.mocked(digestFiles);
beforeEach(() => digested.mockClear());

/** Names of the files that were read since the last time this was asked. */
function filesRead(): string[] {
  const names = digested.mock.calls.flatMap(([files]) => files.map(({ source }) => source.split("/").pop() as string));
  digested.mockClear();
  return names.sort();
}

interface Setup {
  readonly root: string;
  readonly cacheDirectory: string;
  readonly output: string;
  readonly spec: BuildContextSpec;
  /** Digests, stages and prunes as a synth does; returns the hash. */
  readonly synth: () => string;
}

async function setup(): Promise<Setup> {
  const root = writeTree(temporaryDirectory(), { "a.py": file("a"), "b.py": file("b") });
  writeFileSync(join(root, "large.bin"), Buffer.alloc(9 * MIB, "x"));
  await setTimeout(SETTLE_MILLISECONDS);
  const cacheDirectory = join(temporaryDirectory(), "cache");
  const output = join(temporaryDirectory(), "assets");
  const spec: BuildContextSpec = {
    texts: [],
    trees: [{ path: "models", source: root, filter: "none" }],
    settings: {},
    verified: ["models"],
  };
  const synth = (): string => {
    const context = BuildContext.digest(spec, { cacheDirectory });
    context.stage(join(output, context.hash));
    BuildContext.prune(output, [context.hash], [context]);
    return context.hash;
  };
  return { root, cacheDirectory, output, spec, synth };
}

test("unchanged files are not read again, one that changed is, and no other", async () => {
  const { root, synth } = await setup();
  const first = synth();
  expect(filesRead()).toEqual(["a.py", "b.py", "large.bin"]);
  expect(synth()).toBe(first);
  expect(filesRead()).toEqual([]);
  writeFileSync(join(root, "a.py"), "A");
  const second = synth();
  expect(second).not.toBe(first);
  expect(filesRead()).toEqual(["a.py"]);
  await setTimeout(SETTLE_MILLISECONDS);
  expect(synth()).toBe(second);
  filesRead();
  // The context of the first run is gone, and with it a link to the large file.
  expect(synth()).toBe(second);
  expect(filesRead()).toEqual([]);
});

test("files that come and go are remembered each as its own", async () => {
  const { root, synth } = await setup();
  synth();
  rmSync(join(root, "a.py"));
  for (const name of ["aa.py", "c.py", "d.py"]) writeFileSync(join(root, name), name);
  await setTimeout(SETTLE_MILLISECONDS);
  const hash = synth();
  expect(filesRead()).toEqual(["a.py", "aa.py", "b.py", "c.py", "d.py", "large.bin"]);
  expect(synth()).toBe(hash);
  for (const name of ["aa.py", "b.py", "c.py"]) rmSync(join(root, name));
  synth();
  writeFileSync(join(root, "b.py"), "b");
  await setTimeout(SETTLE_MILLISECONDS);
  synth();
  synth();
  expect(filesRead()).toEqual(["b.py"]);
});

test("pruning before staging costs no reading either", async () => {
  const { root, output, spec, cacheDirectory, synth } = await setup();
  synth();
  writeFileSync(join(root, "a.py"), "A");
  await setTimeout(SETTLE_MILLISECONDS);
  const context = BuildContext.digest(spec, { cacheDirectory });
  BuildContext.prune(output, [context.hash], [context]);
  context.stage(join(output, context.hash));
  filesRead();
  expect(BuildContext.digest(spec, { cacheDirectory }).hash).toBe(context.hash);
  expect(filesRead()).toEqual([]);
});

test("after the output was deleted, what was linked is read once more: its change time moved, and nobody knows why", async () => {
  const { output, synth } = await setup();
  const hash = synth();
  filesRead();
  rmSync(output, { recursive: true });
  expect(synth()).toBe(hash);
  expect(filesRead()).toEqual(["large.bin"]);
});

test("a change that keeps size and modification time is seen after the output was deleted", async () => {
  const { root, output, synth } = await setup();
  const large = join(root, "large.bin");
  utimesSync(large, 1_000_000_000, 1_000_000_000);
  await setTimeout(SETTLE_MILLISECONDS);
  const hash = synth();
  const descriptor = openSync(large, "r+");
  writeSync(descriptor, "!", 0);
  closeSync(descriptor);
  utimesSync(large, 1_000_000_000, 1_000_000_000);
  rmSync(output, { recursive: true });
  expect(synth()).not.toBe(hash);
});

test("a file that was overwritten in place while it was linked is read once", async () => {
  const { root, synth } = await setup();
  synth();
  writeFileSync(join(root, "large.bin"), Buffer.alloc(9 * MIB, "y"));
  await setTimeout(SETTLE_MILLISECONDS);
  synth();
  filesRead();
  synth();
  expect(filesRead()).toEqual([]);
  writeFileSync(join(root, "a.py"), "A");
  await setTimeout(SETTLE_MILLISECONDS);
  synth();
  synth();
  expect(filesRead()).toEqual(["a.py"]);
});

test.each(["a.py", "large.bin"])("a change that keeps size and modification time is seen: %s", async (name) => {
  const { root, synth } = await setup();
  utimesSync(join(root, name), 1_000_000_000, 1_000_000_000);
  await setTimeout(SETTLE_MILLISECONDS);
  const hash = synth();
  const descriptor = openSync(join(root, name), "r+");
  writeSync(descriptor, "!", 0);
  closeSync(descriptor);
  utimesSync(join(root, name), 1_000_000_000, 1_000_000_000);
  expect(synth()).not.toBe(hash);
});

test("a file that is as young as the kernel's clock tick is not remembered", async () => {
  const { root, spec, cacheDirectory } = await setup();
  for (let attempt = 0; attempt < 50; attempt += 1) {
    writeFileSync(join(root, "a.py"), String(attempt % 10));
    const { hash } = BuildContext.digest(spec, { cacheDirectory });
    expect(hash).toBe(BuildContext.digest(spec).hash);
  }
  expect(filesRead().filter((name) => name === "a.py")).toHaveLength(100);
});

test("two stacks of one process that link to the same file both leave it remembered", async () => {
  const { spec, cacheDirectory } = await setup();
  const parent = temporaryDirectory();
  const contexts = ["x", "y"].map((name) => BuildContext.digest({ ...spec, settings: { name } }, { cacheDirectory }));
  for (const context of contexts) context.stage(join(parent, context.hash));
  filesRead();
  BuildContext.digest(spec, { cacheDirectory });
  expect(filesRead()).toEqual([]);
});

test.each<[string, (path: string) => void]>([
  ["is cut off", (path) => truncateSync(path, 100)],
  ["is empty", (path) => truncateSync(path)],
  ["is something else", (path) => writeFileSync(path, "{}\n[]")],
  [
    "has a digit changed",
    (path) => {
      const text = readFileSync(path, "utf8");
      writeFileSync(
        path,
        text.replace(/(?<="digests":")./, (digit) => (digit === "0" ? "1" : "0")),
      );
      expect(readFileSync(path, "utf8")).not.toBe(text);
    },
  ],
  ["has grown", (path) => appendFileSync(path, "]")],
  [
    "is a directory",
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
])("a cache that %s counts as empty", async (_, damage) => {
  const { synth, cacheDirectory } = await setup();
  const hash = synth();
  const names = readdirSync(cacheDirectory);
  expect(names).toHaveLength(1);
  for (const name of names) damage(join(cacheDirectory, name));
  filesRead();
  expect(synth()).toBe(hash);
  expect(filesRead()).toEqual(["a.py", "b.py", "large.bin"]);
});

test("a cache directory that cannot be made is done without", async () => {
  const { root, spec } = await setup();
  const cacheDirectory = join(root, "a.py", "cache");
  expect(BuildContext.digest(spec, { cacheDirectory }).hash).toBe(BuildContext.digest(spec).hash);
});

test("runs at the same time do not harm each other's cache", async () => {
  const { spec, cacheDirectory } = await setup();
  const script = `for (let i = 0; i < 20; i += 1) BuildContext.digest(${JSON.stringify(spec)}, { cacheDirectory: ${JSON.stringify(cacheDirectory)} });`;
  const runs = [1, 2, 3].map(() => spawn(process.execPath, nodeArguments(script), { stdio: "inherit" }));
  expect(await Promise.all(runs.map(async (run) => (await once(run, "close"))[0] as number))).toEqual([0, 0, 0]);
  filesRead();
  BuildContext.digest(spec, { cacheDirectory });
  expect(filesRead()).toEqual([]);
  expect(readdirSync(cacheDirectory)).toHaveLength(1);
}, 30_000);

test("caches that were not used for a month go, other files stay", async () => {
  const { synth, cacheDirectory } = await setup();
  mkdirSync(cacheDirectory);
  const month = Date.now() / 1000 - 31 * 24 * 3600;
  for (const name of ["digests-v0-old.json", "somebody-elses"]) {
    writeFileSync(join(cacheDirectory, name), "");
    utimesSync(join(cacheDirectory, name), month, month);
  }
  synth();
  const names = readdirSync(cacheDirectory);
  expect(names).toContain("somebody-elses");
  expect(names).not.toContain("digests-v0-old.json");
});

test("a cache in use is marked as used, once a day", async () => {
  const { synth, cacheDirectory } = await setup();
  synth();
  const [name] = readdirSync(cacheDirectory) as [string];
  utimesSync(join(cacheDirectory, name), 1_000_000_000, 1_000_000_000);
  synth();
  expect(statSync(join(cacheDirectory, name)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
});

test("nothing is remembered without a cache directory", async () => {
  const { spec } = await setup();
  BuildContext.digest(spec);
  BuildContext.digest(spec);
  expect(filesRead()).toHaveLength(6);
});

test("the default directory is the one the operating system has for caches", () => {
  const { platform, env } = process;
  try {
    Object.defineProperty(process, "platform", { value: "linux" });
    process.env = { ...env, XDG_CACHE_HOME: "/x" };
    expect(defaultCacheDirectory()).toBe("/x/cdktf-azure-ml-functions");
    process.env = { ...env, XDG_CACHE_HOME: "" };
    expect(defaultCacheDirectory()).toBe(join(homedir(), ".cache/cdktf-azure-ml-functions"));
    Object.defineProperty(process, "platform", { value: "darwin" });
    expect(defaultCacheDirectory()).toBe(join(homedir(), "Library/Caches/cdktf-azure-ml-functions"));
  } finally {
    Object.defineProperty(process, "platform", { value: platform });
    process.env = env;
  }
});
