import { spawnSync } from "child_process";
import { chmodSync, chownSync, utimesSync, writeFileSync } from "fs";
import { join } from "path";
import {
  BuildContext,
  BuildContextError,
  type BuildContextSpec,
  type ContextTree,
} from "../../../lib/private/build-context";
import { runUnprivileged } from "./child-process";
import { temporaryDirectory } from "./temporary";
import { directory, file, link, readTree, type Tree, writeTree } from "./tree";

function specOf(
  source: string,
  tree: Partial<ContextTree> = {},
  spec: Partial<BuildContextSpec> = {},
): BuildContextSpec {
  return { texts: [], trees: [{ path: "app", source, filter: "none", ...tree }], settings: {}, ...spec };
}

function hashOfTree(tree: Tree): string {
  return BuildContext.digest(specOf(writeTree(temporaryDirectory(), tree))).hash;
}

function problemsOf(spec: BuildContextSpec): BuildContextError["problems"] {
  try {
    BuildContext.digest(spec);
  } catch (error) {
    expect(error).toBeInstanceOf(BuildContextError);
    return (error as BuildContextError).problems;
  }
  throw new Error("expected problems");
}

const base: Tree = {
  "score.py": file("def run(): pass"),
  "run.sh": file("#!/bin/sh", true),
  "lib/util.py": file("x = 1"),
  "lib/latest": link("util.py"),
  "lib/empty": directory,
};

describe("hash", () => {
  const { ["score.py"]: score, ...rest } = base;

  test("is pinned: another scheme is a decision, for it rebuilds every user's image", () => {
    const spec: BuildContextSpec = {
      ...specOf(writeTree(temporaryDirectory(), base)),
      texts: [{ path: "Dockerfile", text: "FROM scratch\n" }],
      settings: { platform: "linux/amd64" },
    };
    expect(BuildContext.digest(spec).hash).toBe("04dfcc1b924f7c41006f6230b0061f6af6a83c94c88de63ccd98e63331d6d002");
  });

  test("does not depend on place, times, owner or permissions other than the executable bit", () => {
    const root = writeTree(temporaryDirectory(), base);
    utimesSync(join(root, "score.py"), 1, 1);
    chmodSync(join(root, "score.py"), 0o600);
    chmodSync(join(root, "run.sh"), 0o711);
    if (process.getuid?.() === 0) chownSync(join(root, "score.py"), 1234, 1234);
    expect(BuildContext.digest(specOf(root)).hash).toBe(hashOfTree(base));
  });

  test("does not depend on the order in which trees, texts and settings are given", () => {
    const one = writeTree(temporaryDirectory(), base);
    const two = writeTree(temporaryDirectory(), { model: file("m") });
    const trees: ContextTree[] = [
      { path: "app", source: one, filter: "none" },
      { path: "models", source: two, filter: "none" },
    ];
    const texts = [
      { path: "a", text: "1" },
      { path: "b", text: "2" },
    ];
    const spec: BuildContextSpec = { trees, texts, settings: { x: "1", y: "2" } };
    const turned: BuildContextSpec = {
      trees: [...trees].reverse(),
      texts: [...texts].reverse(),
      settings: { y: "2", x: "1" },
    };
    expect(BuildContext.digest(turned).hash).toBe(BuildContext.digest(spec).hash);
  });

  test.each<[string, Tree]>([
    ["content", { ...base, "score.py": file("def run(): pas") }],
    ["a name", { ...rest, "score2.py": score! }],
    ["a place", { ...rest, "lib/score.py": score! }],
    ["the executable bit", { ...base, "score.py": file("def run(): pass", true) }],
    ["a link's target", { ...base, "lib/latest": link("./util.py") }],
    ["a link replaced by its target", { ...base, "lib/latest": file("x = 1") }],
    ["a file more", { ...base, more: file("") }],
    ["an empty directory more", { ...base, more: directory }],
    ["a file in an empty directory", { ...base, "lib/empty/x": file("") }],
    ["a file less", rest],
  ])("changes with %s", (_, changed) => {
    expect(hashOfTree(changed)).not.toBe(hashOfTree(base));
  });

  test("changes with settings, texts and the place of a tree", () => {
    const root = writeTree(temporaryDirectory(), base);
    const specs: BuildContextSpec[] = [
      specOf(root),
      specOf(root, { path: "other" }),
      specOf(root, {}, { settings: { platform: "linux/amd64" } }),
      specOf(root, {}, { settings: { platform: "linux/arm64" } }),
      specOf(root, {}, { settings: { target: "linux/amd64" } }),
      specOf(root, {}, { texts: [{ path: "Dockerfile", text: "FROM a" }] }),
      specOf(root, {}, { texts: [{ path: "Dockerfile", text: "FROM b" }] }),
      specOf(root, {}, { texts: [{ path: "Dockerfile2", text: "FROM b" }] }),
    ];
    expect(new Set(specs.map((spec) => BuildContext.digest(spec).hash)).size).toBe(specs.length);
  });

  test("keeps names apart that a careless encoding would run together", () => {
    const trees: Tree[] = [
      { "a b": file("c") },
      { a: file("b c") },
      { "a\nb": file("c") },
      { 'a"b': file("c") },
      { "a'b": file("c") },
      { "a\\nb": file("c") },
      { ä: file("c") },
      { "a\u0308": file("c") },
    ];
    expect(new Set(trees.map(hashOfTree)).size).toBe(trees.length);
  });
});

describe("problems", () => {
  test("are reported all at once, each with its path and a remedy", () => {
    const root = writeTree(temporaryDirectory(), {
      "ok.py": file("x"),
      "Readme.md": file("x"),
      "README.md": file("x"),
      out: link("../../etc/passwd"),
      absolute: link("/etc/passwd"),
      "sub/deep": link("up/../../../x"),
      "sub/up": link(".."),
    });
    expect(spawnSync("mkfifo", [join(root, "pipe")]).status).toBe(0);
    expect(
      spawnSync("python3", [
        "-c",
        "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])",
        join(root, "socket"),
      ]).status,
    ).toBe(0);
    const problems = problemsOf({
      ...specOf(root),
      trees: [...specOf(root).trees, { path: "models", source: join(root, "none"), filter: "none" }],
    });
    const messages = Object.fromEntries(problems.map(({ path, message }) => [path.replace(`${root}/`, ""), message]));
    expect(messages).toEqual({
      absolute: 'is a symbolic link that leads out of its directory, to "/etc/passwd"',
      none: "does not exist",
      out: 'is a symbolic link that leads out of its directory, to "../../etc/passwd"',
      pipe: "is a named pipe, which an image cannot hold",
      [problems.some(({ path }) => path.endsWith("README.md")) ? "README.md" : "Readme.md"]:
        expect.stringContaining("only by case"),
      socket: "is a socket, which an image cannot hold",
      "sub/deep": 'is a symbolic link that leads out of its directory, to "up/../../../x"',
    });
    expect(problems.every(({ remedy }) => remedy.length > 0)).toBe(true);
    expect(() => BuildContext.digest(specOf(root))).toThrow(/^The build context has 6 problems:\n {2}- "/);
  });

  test.each([
    ["directory", {}],
    ["directory of empty directories", { a: directory }],
  ])("an empty %s is one", (_, tree: Tree) => {
    expect(problemsOf(specOf(writeTree(temporaryDirectory(), tree)))).toEqual([
      expect.objectContaining({ message: "is empty" }),
    ]);
  });

  test("an empty model file is one, an empty file in a directory is not", () => {
    const root = writeTree(temporaryDirectory(), { "__init__.py": file("") });
    expect(problemsOf(specOf(join(root, "__init__.py")))).toEqual([expect.objectContaining({ message: "is empty" })]);
    expect(BuildContext.digest(specOf(root)).hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("a file that its user may not read is one", () => {
    const root = writeTree(temporaryDirectory(), { "a.bin": file("a"), "b.bin": file("b"), "sub/c.bin": file("c") });
    chmodSync(root, 0o755);
    chmodSync(join(root, "a.bin"), 0);
    chmodSync(join(root, "sub"), 0);
    const messages = runUnprivileged(`
      try { BuildContext.digest(${JSON.stringify(specOf(root))}); } catch (error) { console.log(JSON.stringify(error.problems)); }
    `);
    expect(
      (JSON.parse(messages) as { path: string; message: string }[]).map(({ path, message }) => [path, message]),
    ).toEqual([
      [join(root, "sub"), "cannot be read (EACCES)"],
      [join(root, "a.bin"), "cannot be read (EACCES)"],
    ]);
    chmodSync(join(root, "sub"), 0o755);
  });

  test("a name that is not UTF-8 is one", () => {
    const root = temporaryDirectory();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/a`), Buffer.from([0xff])]), "x");
    expect(problemsOf(specOf(root)).map(({ message }) => message)).toContain("has a name that is not valid UTF-8");
  });

  test("names that differ only by how an accent is encoded are one", () => {
    const root = writeTree(temporaryDirectory(), { é: file("1"), "e\u0301": file("2") });
    expect(problemsOf(specOf(root))).toHaveLength(1);
  });

  test("two files for one place, and places outside the context, are some", () => {
    const root = writeTree(temporaryDirectory(), base);
    const trees: ContextTree[] = [{ path: "app", source: root, filter: "none" }];
    expect(problemsOf({ trees, texts: [{ path: "app/score.py", text: "" }], settings: {} })).toEqual([
      expect.objectContaining({ path: "app/score.py" }),
    ]);
    const texts = ["", ".", "..", "../a", "/a", "a/", "a//b", "./a"].map((path) => ({ path, text: "" }));
    expect(problemsOf({ trees, texts, settings: {} }).map(({ path }) => path)).toEqual(texts.map(({ path }) => path));
  });
});

describe("links", () => {
  test("that stay in the tree are kept, wherever they turn, and loops too", () => {
    const tree = {
      "a/b/file": file("x"),
      "a/up": link("../a/b"),
      "a/through": link("up/../../a/b/file"),
      self: link("self"),
      one: link("two"),
      two: link("one"),
      here: link("."),
    };
    const source = writeTree(temporaryDirectory(), tree);
    const context = BuildContext.digest(specOf(source));
    expect(context.warnings).toEqual([
      expect.stringContaining(["one", "self", "two"].map((name) => JSON.stringify(join(source, name))).join(", ")),
    ]);
    const target = join(temporaryDirectory(), context.hash);
    context.stage(target);
    const found = readTree(join(target, "app"));
    expect(Object.keys(found).filter((path) => found[path]!.startsWith("link"))).toEqual([
      "a/through",
      "a/up",
      "here",
      "one",
      "self",
      "two",
    ]);
  });

  test("to the source itself are followed", () => {
    const root = writeTree(temporaryDirectory(), { real: file("x"), alias: link("real") });
    expect(BuildContext.digest(specOf(join(root, "alias"))).hash).toBe(
      BuildContext.digest(specOf(join(root, "real"))).hash,
    );
  });
});
