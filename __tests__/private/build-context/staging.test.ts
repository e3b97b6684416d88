import { spawn, spawnSync } from "child_process";
import { once } from "events";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "fs";
import { basename, join } from "path";
import { setTimeout } from "timers/promises";
import { BuildContext, BuildContextError, type BuildContextSpec } from "../../../lib/private/build-context";
import { nodeArguments } from "./child-process";
import { killedAt } from "./killed";
import { temporaryDirectory } from "./temporary";
import { directory, file, link, readTree, type Tree, writeTree } from "./tree";

const MIB = 1024 * 1024;

function specOf(source: string): BuildContextSpec {
  return {
    texts: [{ path: "Dockerfile", text: "FROM scratch\n" }],
    trees: [
      { path: "app", source: join(source, "app"), filter: "none" },
      { path: "models/m/1/model", source: join(source, "model"), filter: "none" },
    ],
    settings: {},
    verified: ["models"],
  };
}

const small: Tree = {
  "app/score.py": file("s"),
  "app/run.sh": file("r", true),
  "app/lib/link": link("../score.py"),
  "app/empty": directory,
  "app/ a \"b' \n\\ é": file("odd"),
  "model/weights.bin": file("w"),
};

function source(tree: Tree = small): string {
  return writeTree(temporaryDirectory(), tree);
}

function large(root: string, path: string, size = 9 * MIB): string {
  const target = join(root, path);
  writeFileSync(target, Buffer.alloc(size, path));
  return target;
}

function stageNew(spec: BuildContextSpec): string {
  const context = BuildContext.digest(spec);
  const target = join(temporaryDirectory(), "assets", context.hash);
  context.stage(target);
  return target;
}

describe("what is staged", () => {
  test("is what was hashed, with modes and times that depend on nothing else", () => {
    const umask = process.umask(0o077);
    const root = source();
    chmodSync(join(root, "app/score.py"), 0o600);
    chmodSync(join(root, "app/lib"), 0o700);
    const one = readTree(stageNew(specOf(root)));
    process.umask(umask);
    expect(one).toEqual(readTree(stageNew(specOf(source()))));
    const described = Object.fromEntries(
      Object.entries(one).map(([path, text]) => [path, text.replace(/\d{15,}/, "T")]),
    );
    const hex = (text: string): string => Buffer.from(text).toString("hex");
    expect(described).toEqual({
      "": "directory 755 T",
      Dockerfile: `file 644 T ${hex("FROM scratch\n")}`,
      app: "directory 755 T",
      "app/ a \"b' \n\\ é": `file 644 T ${hex("odd")}`,
      "app/empty": "directory 755 T",
      "app/lib": "directory 755 T",
      "app/lib/link": "link ../score.py T",
      "app/run.sh": `file 755 T ${hex("r")}`,
      "app/score.py": `file 644 T ${hex("s")}`,
      models: "directory 755 T",
      "models.sha256": "file 644 T ",
      "models/m": "directory 755 T",
      "models/m/1": "directory 755 T",
      "models/m/1/model": "directory 755 T",
      "models/m/1/model/weights.bin": `file 644 T ${hex("w")}`,
    });
  });

  test("other content of the same size has another modification time", () => {
    const times = ["s", "t"].map(
      (text) =>
        statSync(join(stageNew(specOf(source({ ...small, "app/score.py": file(text) }))), "app/score.py")).mtimeMs,
    );
    expect(times[0]).not.toBe(times[1]);
  });

  test("a large file is not copied, and its source not touched", () => {
    const root = source();
    const model = large(root, "model/large.bin");
    utimesSync(model, 1_000_000_000, 1_000_000_000);
    const before = statSync(model);
    const staged = join(stageNew(specOf(root)), "models/m/1/model/large.bin");
    const after = statSync(model);
    expect([after.ino, after.mode, after.mtimeMs, after.size]).toEqual([
      before.ino,
      before.mode,
      before.mtimeMs,
      before.size,
    ]);
    // A clone, where the file system can make one, shares blocks rather than the inode.
    if (statSync(staged).ino !== before.ino) expect(clones(model)).toBe(true);
  });

  test("a large file that nothing would verify, or that not everybody may read, is not linked", () => {
    const root = source();
    const unverified = large(root, "app/large.bin");
    const hidden = large(root, "model/hidden.bin");
    chmodSync(hidden, 0o640);
    const staged = stageNew(specOf(root));
    expect(statSync(join(staged, "app/large.bin")).ino).not.toBe(statSync(unverified).ino);
    expect(statSync(join(staged, "models/m/1/model/hidden.bin")).ino).not.toBe(statSync(hidden).ino);
    expect(statSync(join(staged, "models/m/1/model/hidden.bin")).mode & 0o777).toBe(0o644);
  });

  test("checksums of large files are those of sha256sum, and the same whether a file was linked or copied", () => {
    const names = ["large.bin", "with space.bin", "back\\slash.bin", "new\nline.bin", "ünï.bin"];
    const hashes = [0o644, 0o640].map((mode) => {
      const root = source();
      for (const name of names) chmodSync(large(root, `model/${name}`), mode);
      const staged = stageNew(specOf(root));
      const check = spawnSync("sha256sum", ["--check", "--strict", "../models.sha256"], {
        cwd: join(staged, "models"),
        encoding: "utf8",
      });
      expect(check.stderr).toBe("");
      expect(check.status).toBe(0);
      expect(check.stdout.split("\n").filter(Boolean)).toHaveLength(names.length);
      return staged.split("/").pop();
    });
    expect(hashes[0]).toBe(hashes[1]);
  });

  test("a linked file that is changed in place afterwards no longer matches its checksum", () => {
    const root = source();
    const model = large(root, "model/large.bin");
    const staged = stageNew(specOf(root));
    const descriptorWrite = spawnSync("dd", [
      "if=/dev/zero",
      `of=${model}`,
      "bs=1",
      "count=1",
      "seek=5000000",
      "conv=notrunc",
    ]);
    expect(descriptorWrite.status).toBe(0);
    const check = spawnSync("sha256sum", ["--check", "../models.sha256"], { cwd: join(staged, "models") });
    expect(check.status).toBe(clones(model) ? 0 : 1);
  });
});

describe("staging again", () => {
  test.each<[string, (target: string) => void]>([
    ["a file is missing", (target) => rmSync(join(target, "app/score.py"))],
    ["a file is truncated", (target) => truncateSync(join(target, "app/score.py"))],
    ["a file was edited", (target) => writeFileSync(join(target, "app/score.py"), "t")],
    ["a file was added", (target) => writeFileSync(join(target, "app/more"), "")],
    ["a mode was changed", (target) => chmodSync(join(target, "app/score.py"), 0o755)],
    ["an empty directory is missing", (target) => rmSync(join(target, "app/empty"), { recursive: true })],
    ["a link is missing", (target) => rmSync(join(target, "app/lib/link"))],
    [
      "it is a file",
      (target) => {
        rmSync(target, { recursive: true });
        writeFileSync(target, "");
      },
    ],
    ["it is gone", (target) => rmSync(target, { recursive: true })],
  ])("makes the context whole if %s", (_, damage) => {
    const context = BuildContext.digest(specOf(source()));
    const target = join(temporaryDirectory(), "assets", context.hash);
    context.stage(target);
    const whole = readTree(target);
    damage(target);
    context.stage(target);
    expect(readTree(target)).toEqual(whole);
    expect(readdirSync(join(target, ".."))).toEqual([context.hash]);
  });

  test("leaves a whole one as it is", () => {
    const root = source();
    large(root, "model/large.bin");
    const target = stageNew(specOf(root));
    const before = lstatSync(target, { bigint: true });
    BuildContext.digest(specOf(root)).stage(target);
    const after = lstatSync(target, { bigint: true });
    expect([after.ino, after.ctimeNs]).toEqual([before.ino, before.ctimeNs]);
  });
});

describe("a source that changes", () => {
  test.each<[string, (path: string) => void]>([
    ["grows", (path) => appendFileSync(path, "x")],
    ["is another", (path) => writeFileSync(path, "t")],
    ["is gone", (path) => rmSync(path)],
  ])("between hash and staging is staged as it was hashed if it is small: %s", (_, change) => {
    const root = source();
    const context = BuildContext.digest(specOf(root));
    const whole = readTree(stageNew(specOf(root)));
    change(join(root, "app/score.py"));
    const [parent, again] = [temporaryDirectory(), temporaryDirectory()];
    context.stage(join(parent, context.hash));
    expect(readTree(join(parent, context.hash))).toEqual(whole);
    // kept for one time only
    expect(() => context.stage(join(again, context.hash))).toThrow(BuildContextError);
  });

  test.each<[string, (root: string) => void]>([
    ["a file", (root) => appendFileSync(join(root, "app/data.bin"), "x")],
    [
      "a file, back to its old time",
      (root) => {
        const { mtime } = statSync(join(root, "app/data.bin"));
        writeFileSync(join(root, "app/data.bin"), Buffer.alloc(100_000, "x"));
        utimesSync(join(root, "app/data.bin"), mtime, mtime);
      },
    ],
    ["a large file", (root) => appendFileSync(join(root, "model/large.bin"), "x")],
    [
      "a large file that is replaced",
      (root) => {
        large(root, "model/new.bin");
        renameSync(join(root, "model/new.bin"), join(root, "model/large.bin"));
      },
    ],
  ])("between hash and staging is an error, and nothing is left: %s", (_, change) => {
    const root = source();
    large(root, "app/data.bin", 100_000);
    large(root, "model/large.bin");
    const context = BuildContext.digest(specOf(root));
    change(root);
    const parent = temporaryDirectory();
    expect(() => context.stage(join(parent, context.hash))).toThrow(BuildContextError);
    expect(() => context.stage(join(parent, context.hash))).toThrow("changed while it was read");
    expect(readdirSync(parent)).toEqual([]);
  });

  test("and is gone between hash and staging is one that is named", () => {
    const root = source();
    large(root, "app/data.bin", 100_000);
    const context = BuildContext.digest(specOf(root));
    rmSync(join(root, "app/data.bin"));
    expect(() => context.stage(join(temporaryDirectory(), context.hash))).toThrow(/data\.bin" does not exist/);
  });

  test("while it is read is an error with a remedy", async () => {
    const root = source();
    const model = large(root, "model/large.bin", 64 * MIB);
    const writer = spawn("sh", ["-c", `while :; do printf x >> '${model}'; done`]);
    try {
      await setTimeout(100);
      expect(() => BuildContext.digest(specOf(root))).toThrow(/large\.bin" changed while it was read\. Wait until/);
    } finally {
      writer.kill("SIGKILL");
      await once(writer, "close");
    }
  });
});

test("an output directory that would become part of its own source is refused, unless it is left out", () => {
  const root = source({ "score.py": file("s") });
  const spec: BuildContextSpec = {
    texts: [],
    trees: [{ path: "app", source: root, filter: "dockerignore" }],
    settings: {},
  };
  const context = BuildContext.digest(spec);
  expect(() => context.stage(join(root, "out/stacks/s/assets", context.hash))).toThrow(
    /lies within the source directory/,
  );
  context.stage(join(root, "cdktf.out/stacks/s/assets", context.hash));
  expect(BuildContext.digest(spec).hash).toBe(context.hash);
});

describe("prune", () => {
  const [one, two] = ["1".repeat(64), "2".repeat(64)] as [string, string];

  test("removes contexts that are not kept and what dead processes left, and nothing else", () => {
    const parent = temporaryDirectory();
    const dead = spawnSync("true").pid;
    const alive = process.ppid;
    const names = [
      one,
      two,
      `.staging-${dead}-x`,
      `.staging-${process.pid}-x`,
      `.staging-${alive}-x`,
      "somebody-elses",
    ];
    for (const name of names) mkdirSync(join(parent, name, "sub"), { recursive: true });
    BuildContext.prune(parent, [two]);
    expect(readdirSync(parent).sort()).toEqual([`.staging-${alive}-x`, two, "somebody-elses"].sort());
  });

  test("a directory that does not exist holds nothing to remove", () => {
    const parent = join(temporaryDirectory(), "none");
    BuildContext.prune(parent, []);
    expect(existsSync(parent)).toBe(false);
  });
});

test("two runs that stage the same context at once both succeed, and leave one whole context", async () => {
  const root = source();
  for (let index = 0; index < 300; index += 1) writeFileSync(join(root, "app", `f${index}`), String(index));
  const spec = specOf(root);
  const parent = temporaryDirectory();
  const script = `const context = BuildContext.digest(${JSON.stringify(spec)}); context.stage(${JSON.stringify(parent)} + "/" + context.hash);`;
  const runs = [1, 2, 3].map(() => spawn(process.execPath, nodeArguments(script), { stdio: "inherit" }));
  const codes = await Promise.all(runs.map(async (run) => (await once(run, "close"))[0] as number));
  expect(codes).toEqual([0, 0, 0]);
  const { hash } = BuildContext.digest(spec);
  expect(readdirSync(parent)).toEqual([hash]);
  expect(readTree(join(parent, hash))).toEqual(readTree(stageNew(spec)));
}, 30_000);

test("a run that is killed at any moment leaves nothing that the next one takes for whole", () => {
  const root = source();
  large(root, "model/large.bin");
  const spec = specOf(root);
  const undisturbed = readTree(stageNew(spec));
  const parent = temporaryDirectory();
  const target = join(parent, BuildContext.digest(spec).hash);
  let step = 1;
  while (killedAt(step, () => BuildContext.digest(spec).stage(target))) {
    if (existsSync(target)) expect(readTree(target)).toEqual(undisturbed);
    BuildContext.digest(spec).stage(target);
    BuildContext.prune(parent, [basename(target)]);
    expect(readdirSync(parent)).toEqual([basename(target)]);
    expect(readTree(target)).toEqual(undisturbed);
    rmSync(target, { recursive: true });
    step += 1;
  }
  expect(step).toBeGreaterThan(Object.keys(small).length);
});

describe("a context that nothing refers to any more", () => {
  const names = ["app/b.py", "app/c.py", "app/d/e.py"];
  const before: Tree = {
    ...small,
    ...Object.fromEntries(names.map((name) => [name, file(name)])),
    "app/gone/one": file("1"),
    "app/turns/file": file("2"),
    "app/turn": file("3"),
  };

  /** A staged context, and the next one of the same source after a change. */
  function next(change: (root: string) => void, tree: Tree = before) {
    const root = source(tree);
    const parent = temporaryDirectory();
    const outdated = BuildContext.digest(specOf(root));
    const earlier = join(parent, outdated.hash);
    outdated.stage(earlier);
    change(root);
    const context = BuildContext.digest(specOf(root));
    return {
      root,
      parent,
      earlier,
      context,
      target: join(parent, context.hash),
      whole: readTree(stageNew(specOf(root))),
    };
  }

  test.each<[string, (root: string) => void]>([
    ["a file was edited", (root) => writeFileSync(join(root, "app/b.py"), "changed")],
    ["a file was added", (root) => writeFileSync(join(root, "app/d/new.py"), "new")],
    ["a directory was added", (root) => void writeTree(root, { "app/x/y/z": file("z"), "app/x/empty": directory })],
    ["a file is gone", (root) => rmSync(join(root, "app/b.py"))],
    ["a directory is gone", (root) => rmSync(join(root, "app/gone"), { recursive: true })],
    ["a directory is empty now", (root) => rmSync(join(root, "app/gone/one"))],
    ["a file may be run", (root) => chmodSync(join(root, "app/b.py"), 0o755)],
    ["a file was renamed", (root) => renameSync(join(root, "app/b.py"), join(root, "app/bb.py"))],
    [
      "a link leads elsewhere",
      (root) => {
        rmSync(join(root, "app/lib/link"));
        writeTree(root, { "app/lib/link": link("../b.py") });
      },
    ],
    [
      "a directory is a file, and a file a directory",
      (root) => {
        rmSync(join(root, "app/turns"), { recursive: true });
        rmSync(join(root, "app/turn"));
        writeTree(root, { "app/turns": file("t"), "app/turn/file": file("u") });
      },
    ],
  ])("becomes the next one: %s", (_, change) => {
    const { parent, earlier, context, target, whole } = next(change);
    const { ino } = statSync(join(earlier, "app/c.py"));
    context.stage(target, earlier);
    expect(readTree(target)).toEqual(whole);
    expect(statSync(join(target, "app/c.py")).ino).toBe(ino);
    expect(readdirSync(parent)).toEqual([context.hash]);
  });

  test.each<[string, (path: string) => void]>([
    ["edited", (path) => writeFileSync(path, "x".repeat(8))],
    ["appended to", (path) => appendFileSync(path, "x")],
    ["replaced", (path) => renameSync(large(join(path, ".."), "other", 8), path)],
    ["given another mode", (path) => chmodSync(path, 0o600)],
    ["removed", (path) => rmSync(path)],
  ])("passes on no file that was %s, even with its old time", async (_, damage) => {
    const { earlier, context, target, whole } = next((root) => writeFileSync(join(root, "app/b.py"), "changed"));
    const path = join(earlier, "app/c.py");
    const { atime, mtime } = statSync(path);
    await setTimeout(20);
    damage(path);
    if (existsSync(path)) utimesSync(path, atime, mtime);
    context.stage(target, earlier);
    expect(readTree(target)).toEqual(whole);
  });

  test("is left as it was where the next one cannot be staged", () => {
    const { root, parent, earlier, context, target } = next((place) => large(place, "app/data.bin", 100_000));
    const untouched = readTree(earlier);
    appendFileSync(join(root, "app/data.bin"), "changed again");
    expect(() => context.stage(target, earlier)).toThrow("changed while it was read");
    expect(readTree(earlier)).toEqual(untouched);
    expect(readdirSync(parent)).toEqual([earlier.split("/").pop()]);
  });

  test.each(["nothing", "a file", "an empty directory"])("may be %s: everything is written then", (kind) => {
    const { earlier, context, target, whole } = next((root) => writeFileSync(join(root, "app/b.py"), "changed"));
    rmSync(earlier, { recursive: true });
    if (kind === "a file") writeFileSync(earlier, "");
    if (kind === "an empty directory") mkdirSync(earlier);
    context.stage(target, earlier);
    expect(readTree(target)).toEqual(whole);
  });

  test("hands on no link to a large file that nothing would verify any more", () => {
    const root = source();
    const model = large(root, "model/large.bin");
    const path = "models/m/1/model/large.bin";
    const unverified = { ...specOf(root), verified: [] };
    // the time of a copy: only the number of links tells the two apart
    const { mtime } = statSync(join(stageNew(unverified), path));
    utimesSync(model, mtime, mtime);
    const earlier = stageNew(specOf(root));
    const context = BuildContext.digest(unverified);
    const target = join(earlier, "..", context.hash);
    context.stage(target, earlier);
    expect(statSync(join(target, path)).ino).not.toBe(statSync(model).ino);
  });

  test("is nothing that the next run takes for whole if a run is killed at any moment", () => {
    const spec = specOf(source(before));
    const texts = [
      { path: "Dockerfile", text: "FROM other\n" },
      ...names.map((path) => ({ path: `old/${path}`, text: "" })),
    ];
    const earlierSpec = { ...spec, texts };
    const parent = temporaryDirectory();
    const [target, earlier] = [spec, earlierSpec].map((each) => join(parent, BuildContext.digest(each).hash)) as [
      string,
      string,
    ];
    const whole = { [target]: readTree(stageNew(spec)), [earlier]: readTree(stageNew(earlierSpec)) };
    BuildContext.digest(earlierSpec).stage(earlier);
    let step = 1;
    while (killedAt(step, () => BuildContext.digest(spec).stage(target, earlier))) {
      for (const path of [target, earlier]) if (existsSync(path)) expect(readTree(path)).toEqual(whole[path]);
      BuildContext.digest(spec).stage(target, earlier);
      BuildContext.prune(parent, [basename(target)]);
      expect(readdirSync(parent)).toEqual([basename(target)]);
      expect(readTree(target)).toEqual(whole[target]);
      rmSync(target, { recursive: true });
      BuildContext.digest(earlierSpec).stage(earlier);
      step += 1;
    }
    expect(step).toBeGreaterThan(names.length);
  });
});

/** Whether the file system can clone a file, so that a link is not what staging makes. */
function clones(path: string): boolean {
  return spawnSync("cp", ["--reflink=always", path, `${path}.clone`]).status === 0;
}
