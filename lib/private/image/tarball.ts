import { spawnSync } from "child_process";
import { readdirSync, renameSync, rmSync, statSync } from "fs";
import { dirname, join } from "path";
import { ValidationError } from "../../errors";
import { type BuildContext, temporaryIn } from "../build-context";
import type { Inspector } from "../validation/inspector";

/** Of one request of the storage service, in which the provider uploads a file. */
const LARGEST_BYTES = 5000 * 1024 * 1024;

/** The provider needs about five times as much memory. */
const LARGE_BYTES = 500 * 1024 * 1024;

/** 1980-01-01, the earliest time that every archive format can hold. */
const MODIFIED = new Date(315_532_800_000);

/**
 * Writes a build context to a tarball (tar.gz), which appears complete or not at all; one that is already there is used
 * again. Its bytes depend on nothing but the context, as far as zlib is the same.
 * @returns its size in bytes
 */
export function writeTarball(context: BuildContext, file: string): number {
  const written = statSync(file, { throwIfNoEntry: false });
  if (written !== undefined) return written.size;
  const directory = temporaryIn(dirname(file));
  const temporary = temporaryIn(dirname(file));
  try {
    context.stage(directory);
    pack(directory, temporary);
    renameSync(temporary, file);
  } finally {
    for (const path of [directory, temporary]) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  }
  return statSync(file).size;
}

/** Refuses a tarball that cannot be uploaded, and warns of one that takes long. */
export function judgeTarball(inspector: Inspector, bytes: number): void {
  const size = `${Math.ceil(bytes / 1024 / 1024)} MiB`;
  const remedy =
    "Build where the files are, with ImageBuilder.docker() or ImageBuilder.prebuilt(), or load the model when the app " +
    "starts rather than from the image.";
  if (bytes > LARGEST_BYTES) {
    inspector.refuse({
      code: "tarball-size",
      prop: "builder",
      value: size,
      message: `a tarball of the build context of at most ${LARGEST_BYTES / 1024 / 1024} MiB`,
      remedy,
      link: "https://learn.microsoft.com/rest/api/storageservices/put-blob#remarks",
    });
    throw new ValidationError(inspector.breaches);
  }
  if (bytes > LARGE_BYTES) {
    const message = `The tarball of the build context has ${size}: uploading it takes Terraform about five times as much memory. ${remedy}`;
    inspector.warn(message, "tarball-size");
  }
}

function pathsIn(directory: string): string[] {
  const within = (path: string): string[] =>
    readdirSync(join(directory, path), { withFileTypes: true }).flatMap((entry) => {
      const child = path === "" ? entry.name : `${path}/${entry.name}`;
      return entry.isDirectory() ? [child, ...within(child)] : [child];
    });
  return within("").sort((left, right) => (left < right ? -1 : 1));
}

function pack(directory: string, file: string): void {
  const options = {
    strict: true,
    file,
    cwd: directory,
    gzip: { level: 6 },
    // no owners, and modes as with a umask of 022: a hard link in the context has the mode of its source
    portable: true,
    noDirRecurse: true,
  };
  // with the dot, as a leading @ would name an archive
  const paths = pathsIn(directory).map((path) => `./${path}`);
  const packed = spawnSync(process.execPath, ["-e", PACK, require.resolve("tar")], {
    input: JSON.stringify({ options, modified: MODIFIED, paths }),
    encoding: "utf8",
    // loaders that the program runs under have no part in this
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  if (packed.error !== undefined) throw packed.error;
  if (packed.status !== 0) throw new Error(`The build context cannot be packed: ${packed.stderr}`);
}

/**
 * In a process of its own, as a synthesis is synchronous and a stream is not: at once, tar would keep what it reads. Two files
 * may be links to one source on one machine and copies on another: the archive knows no links between files.
 */
const PACK = `
  const { create } = require(process.argv[1]);
  const { options, modified, paths } = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const linkCache = Object.assign(new Map(), { set() {} });
  create({ ...options, mtime: new Date(modified), linkCache }, paths);
`;
