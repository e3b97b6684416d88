import { spawnSync } from "child_process";
import { appendFileSync, lstatSync, truncateSync, writeFileSync } from "fs";
import { join } from "path";
import { digestFiles, type FileToDigest } from "../../../lib/private/build-context/file-digests";
import { identityOf } from "../../../lib/private/build-context/file-identity";
import { Progress } from "../../../lib/private/build-context/progress";
import { temporaryDirectory } from "./temporary";

const MIB = 1024 * 1024;

function found(source: string): FileToDigest {
  const stats = lstatSync(source);
  return { source, start: 0, ...identityOf(stats) };
}

function sha256sum(path: string): string {
  const { stdout } = spawnSync("sha256sum", ["--", path], { encoding: "utf8" });
  return stdout.slice(0, 64);
}

test("small and large files, one and many, in the order given", () => {
  const root = temporaryDirectory();
  const sizes = [0, 1, 256 * 1024, 256 * 1024 + 1, 17 * MIB, 3, 33 * MIB, 20 * MIB + 7];
  const files = sizes.map((size, index) => {
    const path = join(root, String(index));
    writeFileSync(path, Buffer.alloc(size, index + 1));
    return path;
  });
  expect(digestFiles(files.map(found))).toEqual(files.map(sha256sum));
  expect(digestFiles(files.slice(0, 5).map(found))).toEqual(files.slice(0, 5).map(sha256sum));
  expect(digestFiles([])).toEqual([]);
});

test("what went wrong with one large file is told, and does not keep the others from being read", () => {
  const root = temporaryDirectory();
  const [good, gone, changed] = ["good", "gone", "changed"].map((name) => join(root, name)) as [string, string, string];
  for (const path of [good, changed]) writeFileSync(path, Buffer.alloc(17 * MIB, "x"));
  const files = [found(good), { ...found(good), source: gone }, found(changed)];
  appendFileSync(changed, "x");
  expect(digestFiles(files)).toEqual([
    sha256sum(good),
    expect.objectContaining({ path: gone, message: "does not exist" }),
    expect.objectContaining({ path: changed, message: "changed while it was read" }),
  ]);
});

test.each<[string, (path: string) => void]>([
  ["has grown", (path) => appendFileSync(path, "x")],
  ["has shrunk", (path) => truncateSync(path, 2)],
  ["is empty", (path) => truncateSync(path, 0)],
])("a small file that %s since it was found has changed, and the next one is read as it is", (_, change) => {
  const [path, next] = ["one", "two"].map((name) => join(temporaryDirectory(), name)) as [string, string];
  for (const one of [path, next]) writeFileSync(one, "abc");
  const files = [found(path), found(next)];
  change(path);
  expect(digestFiles(files)).toEqual([
    expect.objectContaining({ path, message: "changed while it was read" }),
    sha256sum(next),
  ]);
});

test("a sparse file beyond 4 GiB, in little memory", () => {
  const path = join(temporaryDirectory(), "sparse");
  writeFileSync(path, "");
  truncateSync(path, 4 * 1024 * MIB + 1);
  const before = process.memoryUsage().rss;
  expect(digestFiles([found(path)])).toEqual(["fbb82f7b353676bb562eb82157fcf0ea42c36492ca13ee56dbf82c08b6802c5c"]);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
}, 60_000);

describe("progress", () => {
  const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const { CI } = process.env;
  let now = 0;
  beforeEach(() => {
    write.mockClear();
    jest.spyOn(Date, "now").mockImplementation(() => now);
    process.env.CI = "true";
  });
  afterEach(() => {
    jest.spyOn(Date, "now").mockRestore();
    if (CI === undefined) delete process.env.CI;
    else process.env.CI = CI;
  });

  test("says how much of how much after two seconds, and then every five", () => {
    const progress = new Progress("Hashing", 4 * 1024 * MIB);
    for (const second of [1, 2, 3, 6, 7, 8]) {
      now = second * 1000;
      progress.add(512 * MIB);
    }
    expect(write.mock.calls.map(([text]) => text)).toEqual([
      "Hashing: 1.00 of 4.00 GiB\n",
      "Hashing: 2.50 of 4.00 GiB\n",
    ]);
  });

  test("says nothing where nobody follows", () => {
    delete process.env.CI;
    const isTTY = Object.getOwnPropertyDescriptor(process.stderr, "isTTY");
    Object.defineProperty(process.stderr, "isTTY", { value: false, configurable: true });
    now = 0;
    const progress = new Progress("Hashing", 1);
    now = 60_000;
    progress.add(1);
    expect(write).not.toHaveBeenCalled();
    if (isTTY) Object.defineProperty(process.stderr, "isTTY", isTTY);
  });
});
