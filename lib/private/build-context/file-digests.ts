import { createHash } from "crypto";
import { closeSync, fstatSync, openSync, readSync } from "fs";
import { availableParallelism } from "os";
import { Worker } from "worker_threads";
import { sha256 } from "./cache-files";
import { type FileIdentity, haveSameContent, identityOf } from "./file-identity";
import { type KeepableFile, reserveContents } from "./kept-contents";
import { type BuildContextProblem, changedWhileRead, systemProblem } from "./problems";
import { Progress } from "./progress";

/** A regular file to read, and what it looked like when it was found. */
export interface FileToDigest extends KeepableFile, FileIdentity {
  readonly source: string;
}

const CHUNK_BYTES = 256 * 1024;
/** Below this a thread takes longer to start than the file to read. */
const PARALLEL_FILE_BYTES = 16 * 1024 * 1024;
const STALL_MILLISECONDS = 60_000;
const DIGEST_BYTES = 32;

const enum FileState {
  Waiting = 0,
  Done = 1,
  Failed = 2,
}

/**
 * The SHA-256 of each file, in lower-case hex and in the order given, or the problem that prevented it. Synchronous for the
 * caller; large files are spread over the machine's cores, and small ones keep their content.
 */
export function digestFiles(files: readonly FileToDigest[]): (string | BuildContextProblem)[] {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const progress = new Progress("Hashing the build context", total);
  const large = files.filter((file) => file.size >= PARALLEL_FILE_BYTES);
  const digests = large.length > 1 ? digestInParallel(large, progress) : new Map<FileToDigest, string>();
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  reserveContents(files);
  return files.map((file) => digests.get(file) ?? digestFile(file, buffer, progress));
}

function digestFile(file: FileToDigest, buffer: Buffer, progress: Progress): string | BuildContextProblem {
  try {
    const descriptor = openSync(file.source, "r");
    try {
      if (file.memory !== undefined) return digestKept(descriptor, file, file.memory, progress);
      const digest = digestInParts(descriptor, buffer, progress);
      const unchanged = haveSameContent(identityOf(fstatSync(descriptor)), file);
      return unchanged ? digest : changedWhileRead(file.source);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return systemProblem(file.source, error);
  }
}

/** What is staged is what is read here: it is enough that all of it was there. */
function digestKept(
  descriptor: number,
  { source, size, start }: FileToDigest,
  memory: Buffer,
  progress: Progress,
): string | BuildContextProblem {
  let end = start;
  let read: number;
  do {
    // a byte more than the size tells a file that has grown
    read = readSync(descriptor, memory, end, start + size + 1 - end, null);
    end += read;
  } while (read !== 0 && end < start + size);
  progress.add(size);
  return end === start + size ? sha256(memory.subarray(start, end)) : changedWhileRead(source);
}

function digestInParts(descriptor: number, buffer: Buffer, progress: Progress): string {
  const hasher = createHash("sha256");
  for (let read = -1; read !== 0;) {
    read = readSync(descriptor, buffer, 0, buffer.length, null);
    hasher.update(buffer.subarray(0, read));
    progress.add(read);
  }
  return hasher.digest("hex");
}

/** Digests of the files that could be read; what is missing from the result is for the caller to read and to judge. */
function digestInParallel(files: readonly FileToDigest[], progress: Progress): Map<FileToDigest, string> {
  const order = [...files].sort((left, right) => right.size - left.size);
  const shared: SharedState = {
    next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    bytes: new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)),
    states: new Int32Array(new SharedArrayBuffer(order.length * Int32Array.BYTES_PER_ELEMENT)),
    digests: new Uint8Array(new SharedArrayBuffer(order.length * DIGEST_BYTES)),
  };
  const threads = Math.min(availableParallelism(), order.length);
  for (let thread = 0; thread < threads; thread += 1) {
    const worker = new Worker(WORKER_SOURCE, {
      eval: true,
      env: {}, // and so no NODE_OPTIONS: loaders that the program runs under have no part in this.
      execArgv: [],
      workerData: { ...shared, files: order.map(plain), chunkBytes: CHUNK_BYTES },
    });
    worker.on("error", () => undefined); // The files it leaves behind are read by the caller.
    worker.unref();
  }
  waitFor(shared, progress);
  return new Map(
    order.flatMap((file, index): [FileToDigest, string][] => {
      const digest = shared.digests.slice(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
      const state: FileState = Atomics.load(shared.states, index);
      return state === FileState.Done ? [[file, Buffer.from(digest).toString("hex")]] : [];
    }),
  );
}

/** Getters do not survive the way to a thread. */
function plain({ source, inode, size, modified }: FileToDigest): object {
  return { source, inode, size, modified };
}

interface SharedState {
  readonly next: Int32Array;
  readonly bytes: BigInt64Array;
  readonly states: Int32Array;
  readonly digests: Uint8Array;
}

/** Returns when every file has been dealt with, or nothing has moved for so long that the threads must have died. */
function waitFor({ bytes, states }: SharedState, progress: Progress): void {
  let seen = -1;
  let lastMove = Date.now();
  for (let index = 0; index < states.length;) {
    if (Atomics.wait(states, index, FileState.Waiting, 250) !== "timed-out") {
      index += 1;
      continue;
    }
    const now = Number(Atomics.load(bytes, 0));
    if (now !== seen) {
      seen = now;
      lastMove = Date.now();
    } else if (Date.now() - lastMove > STALL_MILLISECONDS) {
      return;
    }
    progress.update(now);
  }
}

/** Text rather than a module, so that it loads the same from TypeScript sources, under Jest and from the package. */
const WORKER_SOURCE = `
const { createHash } = require("crypto");
const { closeSync, fstatSync, openSync, readSync } = require("fs");
const { workerData } = require("worker_threads");
const { next, bytes, states, digests, files, chunkBytes } = workerData;
const buffer = Buffer.allocUnsafeSlow(chunkBytes);

function digest(file) {
  const descriptor = openSync(file.source, "r");
  try {
    const hash = createHash("sha256");
    for (let read = -1; read !== 0; ) {
      read = readSync(descriptor, buffer, 0, buffer.length, null);
      hash.update(buffer.subarray(0, read));
      Atomics.add(bytes, 0, BigInt(read));
    }
    const { ino, size, mtimeMs } = fstatSync(descriptor);
    const unchanged = ino === file.inode && size === file.size && mtimeMs === file.modified;
    return unchanged ? hash.digest() : undefined;
  } finally {
    closeSync(descriptor);
  }
}

for (let index; (index = Atomics.add(next, 0, 1)) < files.length; ) {
  let result;
  try {
    result = digest(files[index]);
  } catch {
    // The main thread reads the file again and reports what is wrong with it.
  }
  if (result) {
    digests.set(result, index * ${DIGEST_BYTES});
  }
  Atomics.store(states, index, result ? ${FileState.Done} : ${FileState.Failed});
  Atomics.notify(states, index);
}
`;
