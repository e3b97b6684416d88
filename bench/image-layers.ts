import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { run } from "./run";

/**
 * Builds the context, changes a byte of the scoring script, builds it again, and returns how many KiB of compressed layers
 * the second image has that the first has not: what a push would send.
 */
export function scoreChangedPushedKiB(
  engine: string,
  baseImage: string | undefined,
  context: string,
  work: string,
): number {
  const layers = [0, 1].map((build) => {
    const copy = join(work, `context${build}`);
    cpSync(context, copy, { recursive: true, preserveTimestamps: true });
    if (build === 1) {
      const script = join(copy, "app/score.py");
      writeFileSync(script, `${readFileSync(script, "utf8")}# changed\n`);
    }
    return layersOf(engine, baseImage, copy, join(work, `image${build}`));
  });
  const [before, after] = layers as [Map<string, number>, Map<string, number>];
  const bytes = [...after].reduce((sum, [digest, size]) => sum + (before.has(digest) ? 0 : size), 0);
  return bytes / 1024;
}

/** Compressed sizes of an image's layers by the digest of their content. */
function layersOf(engine: string, baseImage: string | undefined, context: string, output: string): Map<string, number> {
  const tag = "localhost/ml-functions-bench:latest";
  const baseArguments = baseImage === undefined ? [] : ["--build-arg", `BASE_IMAGE=${baseImage}`];
  run(engine, ["build", "--platform", "linux/amd64", "--tag", tag, ...baseArguments, context]);
  mkdirSync(output, { recursive: true });
  const archive = join(output, "image.tar");
  run(engine, ["save", "--output", archive, tag]);
  run("tar", ["-xf", archive, "-C", output]);
  const [manifest] = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as [{ Layers: string[] }];
  const sizes = manifest.Layers.map((layer): [string, number] => {
    const content = readFileSync(join(output, layer));
    return [createHash("sha256").update(content).digest("hex"), gzipSync(content).length];
  });
  rmSync(output, { recursive: true });
  return new Map(sizes);
}
