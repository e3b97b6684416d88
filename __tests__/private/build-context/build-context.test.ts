import { spawnSync } from "child_process";
import { createHash } from "crypto";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "fs";
import { join } from "path";
import {
  BuildContext,
  BuildContextError,
  type BuildContextSpec,
  type ContextTree,
} from "../../../lib/private/build-context";
import { temporaryDirectory } from "./temporary";
import { directory, file, link, readTree, writeTree, type Tree } from "./tree";

const MIB = 1024 * 1024;

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
