import { createHash } from "crypto";
import { chmodSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "fs";
import { join } from "path";
import { gunzipSync } from "zlib";
import { list, type ReadEntry } from "tar";
import { ImageBuilder } from "../../lib";
import { BuildContext } from "../../lib/private/build-context";
import { judgeTarball, writeTarball } from "../../lib/private/image/tarball";
import { Inspector } from "../../lib/private/validation/inspector";
import { warnings } from "../support/synth";
import { TestStack } from "../support/test-stack";
import { directoryWith, hashOf, written } from "./image-build";

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

function tarballOf(source: string): { readonly bytes: Buffer; readonly directory: string } {
  const context = BuildContext.digest({
    texts: [{ path: "Dockerfile", text: "FROM scratch\n" }],
    trees: [{ path: "app", source, filter: "none" }],
    settings: {},
  });
  const directory = directoryWith();
  writeTarball(context, join(directory, "context.tar.gz"));
  return { bytes: readFileSync(join(directory, "context.tar.gz")), directory };
}

function entriesOf(bytes: Buffer): ReadEntry[] {
  const file = join(directoryWith(), "context.tar.gz");
  writeFileSync(file, bytes);
  const entries: ReadEntry[] = [];
  list({ sync: true, file, onReadEntry: (entry) => entries.push(entry) });
  return entries;
}

describe("the tarball", () => {
  test("has the same bytes in every synth", () => {
    const bytes = [1, 2].map(() => {
      const { directory } = written(ImageBuilder.acrTask());
      return readFileSync(`${directory}/build-contexts/${hashOf(ImageBuilder.acrTask())}.tar.gz`);
    });
    expect(sha256(bytes[0]!)).toBe(sha256(bytes[1]!));
  });

  test("has the same bytes whatever times, modes and order the files have on disk", () => {
    const one = directoryWith({ b: "2", a: "1", "c/d": "3" });
    const other = directoryWith({ "c/d": "3", a: "1", b: "2" });
    chmodSync(join(other, "a"), 0o600);
    utimesSync(join(other, "b"), 1, 1);
    expect(sha256(tarballOf(one).bytes)).toBe(sha256(tarballOf(other).bytes));
  });

  test("has paths in order, fixed times and modes, and no owners", () => {
    const source = directoryWith({
      "b.py": "b",
      "a.py": "a",
      "@named": "n",
      "run.sh": "r",
      [`${"long/".repeat(30)}é`]: "l",
    });
    chmodSync(join(source, "run.sh"), 0o775);
    symlinkSync("a.py", join(source, "link"));
    const entries = entriesOf(tarballOf(source).bytes);
    const paths = entries.map(({ path }) => path.replace(/\/$/, ""));
    expect(paths).toEqual([...paths].sort());
    expect(paths).toEqual(expect.arrayContaining(["./Dockerfile", "./app/@named", `./app/${"long/".repeat(30)}é`]));
    expect(paths.filter((path) => !path.startsWith("./"))).toEqual([]);
    expect(entries.map(({ uid, gid, uname, gname }) => uid || gid || uname || gname).filter(Boolean)).toEqual([]);
    const files = entries.filter(({ type }) => type === "File");
    expect(new Set(files.map(({ mtime }) => mtime?.toISOString()))).toEqual(new Set(["1980-01-01T00:00:00.000Z"]));
    const mode = (path: string) => files.find((file) => file.path === path)?.mode;
    expect([mode("./app/run.sh"), mode("./app/a.py")]).toEqual([0o755, 0o644]);
    expect(entries.find(({ path }) => path === "./app/link")).toMatchObject({ type: "SymbolicLink", linkpath: "a.py" });
  });

  test("says nothing of time and system in its header", () => {
    const { bytes } = tarballOf(directoryWith({ a: "1" }));
    expect(bytes.subarray(4, 8)).toEqual(Buffer.alloc(4));
    expect(bytes[9]).toBe(255);
    expect(gunzipSync(bytes).length % 512).toBe(0);
  });

  test("leaves nothing else behind, and what is there is used again", () => {
    const { directory } = tarballOf(directoryWith({ a: "1" }));
    expect(readdirSync(directory)).toEqual(["context.tar.gz"]);
    const file = join(directory, "context.tar.gz");
    writeFileSync(file, "there");
    const context = BuildContext.digest({ texts: [], trees: [], settings: {} });
    expect(writeTarball(context, file)).toBe(5);
    expect(readFileSync(file, "utf8")).toBe("there");
  });

  test("of an earlier synth goes, as does the directory of another builder", () => {
    const output = directoryWith();
    const names = (builder: ImageBuilder) =>
      readdirSync(`${written(builder, {}, output).directory}/build-contexts`).sort();
    const hash = hashOf(ImageBuilder.acrTask());
    expect(names(ImageBuilder.acrTask())).toEqual([`${hash}.tar.gz`, "images.json"]);
    expect(names(ImageBuilder.docker())).toEqual([hash, "images.json"]);
    const buildArgs = { VERSION: "2" };
    expect(names(ImageBuilder.acrTask({ buildArgs }))).toEqual([
      `${hashOf(ImageBuilder.acrTask({ buildArgs }))}.tar.gz`,
      "images.json",
    ]);
  });
});

describe("the size of the tarball", () => {
  const MIB = 1024 * 1024;

  function judge(bytes: number): TestStack {
    const stack = new TestStack();
    judgeTarball(new Inspector(stack, "detached"), bytes);
    return stack;
  }

  test("is refused where one request cannot upload it", () => {
    expect(() => judge(5000 * MIB + 1)).toThrow("5001 MiB");
    expect(() => judge(5000 * MIB + 1)).toThrow("ImageBuilder.docker()");
    expect(() => judge(5000 * MIB)).not.toThrow();
  });

  test("is warned of where the provider needs much memory", () => {
    expect(warnings(judge(500 * MIB))).toEqual([]);
    expect(warnings(judge(500 * MIB + 1))).toEqual([expect.stringContaining("501 MiB")]);
  });
});
