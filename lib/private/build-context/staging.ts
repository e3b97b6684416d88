import { createHash, randomUUID } from "crypto";
import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  futimesSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from "fs";
import { dirname, join, resolve } from "path";
import type { DirectoryEntry, FileEntry, LinkEntry, TextEntry } from "./entries";
import { type FileIdentity, identityOf } from "./file-identity";
import { BuildContextError, changedWhileRead, systemProblem } from "./problems";
import { Progress } from "./progress";

/** Something to write, with the SHA-256 of what is in it. */
export type StagedEntry = (TextEntry & { readonly digest: string }) | FileEntry | LinkEntry | DirectoryEntry;

/** A file of this size or more is linked rather than copied. */
export const LARGE_FILE_BYTES = 8 * 1024 * 1024;

export interface StagingOptions {
  /** Whether something will notice if a file that was linked changes. */
  readonly mayLink: (entry: FileEntry) => boolean;
}

const COPY_BYTES = 256 * 1024;
/** A directory, or a tarball of one. */
const CONTEXT_NAME = /^[0-9a-f]{64}(\.tar\.gz)?$/;
const TEMPORARY_NAME = /^\.staging-(\d+)-/;
const ABANDONED_MILLISECONDS = 24 * 60 * 60 * 1000;
/** 1980-01-01, the earliest time that every archive format can hold. */
const EARLIEST_SECONDS = 315_532_800;

/**
 * Writes the entries to a directory, which appears complete or not at all. A directory that already holds them is left as
 * it is. Modes and times depend on nothing but the entries.
 */
export function stage(directory: string, entries: readonly StagedEntry[], options: StagingOptions): void {
  if (isComplete(directory, entries)) return;
  const parent = dirname(resolve(directory));
  mkdirSync(parent, { recursive: true });
  const temporary = temporaryIn(parent);
  try {
    new Staging(temporary, entries, options).run();
    moveInto(temporary, directory, entries);
  } finally {
    remove(temporary);
  }
}

/** Removes the contexts in a directory but for those named, and what interrupted runs have left there. */
export function prune(parent: string, keep: readonly string[]): void {
  const kept = new Set(keep);
  for (const name of namesIn(parent)) {
    if (CONTEXT_NAME.test(name) && !kept.has(name)) {
      // Under its own name it is either whole or gone.
      const temporary = temporaryIn(parent);
      if (moved(join(parent, name), temporary)) remove(temporary);
    } else if (isAbandoned(parent, name)) {
      remove(join(parent, name));
    }
  }
}

class Staging {
  private readonly buffer = Buffer.allocUnsafeSlow(COPY_BYTES);
  private readonly progress: Progress;
  private readonly directories = new Set<string>();

  public constructor(
    private readonly temporary: string,
    private readonly entries: readonly StagedEntry[],
    private readonly options: StagingOptions,
  ) {
    const total = entries.reduce((sum, entry) => sum + (entry.kind === "file" ? entry.size : 0), 0);
    this.progress = new Progress("Staging the build context", total);
  }

  public run(): void {
    this.makeDirectory(this.temporary);
    for (const entry of this.entries) {
      const target = join(this.temporary, entry.path);
      this.makeDirectory(entry.kind === "directory" ? target : dirname(target));
      switch (entry.kind) {
        case "text":
          this.writeText(entry, target);
          break;
        case "file":
          this.placeFile(entry, target);
          break;
        case "link":
          symlinkSync(entry.target, target);
          lutimesSync(target, EARLIEST_SECONDS, EARLIEST_SECONDS);
      }
    }
    for (const directory of this.directories) {
      chmodSync(directory, 0o755);
      utimesSync(directory, EARLIEST_SECONDS, EARLIEST_SECONDS);
    }
  }

  private makeDirectory(path: string): void {
    if (this.directories.has(path)) return;
    if (path !== this.temporary) this.makeDirectory(dirname(path));
    mkdirSync(path);
    this.directories.add(path);
  }

  private writeText(entry: TextEntry & { readonly digest: string }, target: string): void {
    const descriptor = openSync(target, "wx");
    try {
      writeAll(descriptor, Buffer.from(entry.text));
      finish(descriptor, false, entry.digest);
    } finally {
      closeSync(descriptor);
    }
  }

  private placeFile(entry: FileEntry, target: string): void {
    const large = entry.size >= LARGE_FILE_BYTES;
    if (large && (this.clone(entry, target) || this.link(entry, target))) this.progress.add(entry.size);
    else this.copy(entry, target);
  }

  /** Shares the blocks until one side changes: Btrfs, XFS, APFS, ReFS. */
  private clone(entry: FileEntry, target: string): boolean {
    try {
      copyFileSync(entry.source, target, constants.COPYFILE_FICLONE_FORCE);
    } catch {
      rmSync(target, { force: true });
      return false;
    }
    this.checkUnchanged(entry);
    chmodSync(target, modeOf(entry.executable));
    utimesSync(target, secondsOf(entry.digest), secondsOf(entry.digest));
    return true;
  }

  /** The mode of a hard link is that of the source, which is not ours to change. */
  private link(entry: FileEntry, target: string): boolean {
    if (!entry.shareable || !this.options.mayLink(entry)) return false;
    this.checkUnchanged(entry);
    try {
      linkSync(entry.source, target);
    } catch {
      return false; // Another file system, a file of another user, or too many links.
    }
    const after = this.checkUnchanged(entry);
    const linked = identityOf(lstatSync(target, { bigint: true }));
    if (linked.content !== after.content) throw new BuildContextError([changedWhileRead(entry.source)]);
    return true;
  }

  private checkUnchanged(entry: FileEntry): FileIdentity {
    const stats = lstatSync(entry.source, { bigint: true, throwIfNoEntry: false });
    const now = stats && identityOf(stats);
    if (now?.content !== entry.identity.content) throw new BuildContextError([changedWhileRead(entry.source)]);
    return now;
  }

  private copy(entry: FileEntry, target: string): void {
    const source = openSource(entry.source);
    try {
      const descriptor = openSync(target, "wx");
      try {
        const hash = createHash("sha256");
        for (let read = -1; read !== 0;) {
          read = readSync(source, this.buffer, 0, this.buffer.length, null);
          const chunk = this.buffer.subarray(0, read);
          hash.update(chunk);
          writeAll(descriptor, chunk);
          this.progress.add(read);
        }
        if (hash.digest("hex") !== entry.digest) throw new BuildContextError([changedWhileRead(entry.source)]);
        finish(descriptor, entry.executable, entry.digest);
      } finally {
        closeSync(descriptor);
      }
    } finally {
      closeSync(source);
    }
  }
}

/** Two runs may stage the same context at once: whoever comes second keeps the first one's. */
function moveInto(temporary: string, directory: string, entries: readonly StagedEntry[]): void {
  if (moved(temporary, directory) || isComplete(directory, entries)) return;
  const aside = temporaryIn(dirname(temporary));
  renameSync(directory, aside);
  renameSync(temporary, directory);
  remove(aside);
}

/** False if something is in the way, or there is nothing to move. */
function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (["ENOTEMPTY", "EEXIST", "ENOTDIR", "EPERM", "ENOENT"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return false;
    throw error;
  }
}

/** Whether the directory holds these entries and nothing else, as far as names, sizes, modes and times tell. */
function isComplete(directory: string, entries: readonly StagedEntry[]): boolean {
  const expected = new Map<string, StagedEntry>();
  const directories = new Set([""]);
  for (const entry of entries) {
    expected.set(entry.path, entry);
    for (let end = entry.path.lastIndexOf("/"); end > 0; end = entry.path.lastIndexOf("/", end - 1)) {
      const path = entry.path.slice(0, end);
      if (directories.has(path)) break;
      directories.add(path);
    }
    if (entry.kind === "directory") directories.add(entry.path);
  }
  try {
    let found = 0;
    for (const path of directories) {
      const stats = lstatSync(join(directory, path), { bigint: true });
      if (!stats.isDirectory() || (stats.mode & 0o7777n) !== 0o755n) return false;
      for (const name of readdirSync(join(directory, path))) {
        const child = path === "" ? name : `${path}/${name}`;
        if (directories.has(child)) continue;
        const entry = expected.get(child);
        if (entry === undefined || !isStaged(entry, join(directory, child))) return false;
        found += 1;
      }
    }
    return found === entries.filter(({ kind }) => kind !== "directory").length;
  } catch {
    return false;
  }
}

function isStaged(entry: StagedEntry, target: string): boolean {
  const stats = lstatSync(target, { bigint: true });
  switch (entry.kind) {
    case "directory":
      return false;
    case "link":
      return stats.isSymbolicLink() && readlinkSync(target) === entry.target;
    case "text":
      return isCopy(stats, Buffer.byteLength(entry.text), false, entry.digest);
    case "file":
      return (
        isCopy(stats, entry.size, entry.executable, entry.digest) ||
        (entry.shareable && identityOf(stats).content === entry.identity.content)
      );
  }
}

function isCopy(stats: BigIntStats, size: number, executable: boolean, digest: string): boolean {
  return (
    stats.isFile() &&
    stats.size === BigInt(size) &&
    (stats.mode & 0o7777n) === BigInt(modeOf(executable)) &&
    stats.mtimeNs === BigInt(secondsOf(digest)) * 1_000_000_000n
  );
}

function finish(descriptor: number, executable: boolean, digest: string): void {
  fchmodSync(descriptor, modeOf(executable));
  futimesSync(descriptor, secondsOf(digest), secondsOf(digest));
}

function modeOf(executable: boolean): number {
  return executable ? 0o755 : 0o644;
}

/**
 * A modification time that is the same wherever the file is staged and another for other content, because tools take a
 * file of the same name, size and time for unchanged (BuildKit's transfer of a context, rsync, Python's bytecode cache).
 */
function secondsOf(digest: string): number {
  return EARLIEST_SECONDS + parseInt(digest.slice(0, 7), 16);
}

function openSource(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw new BuildContextError([systemProblem(path, error)]);
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}

/** A path for something unfinished, which `prune` removes should it be left behind. */
export function temporaryIn(parent: string): string {
  return join(parent, `.staging-${process.pid}-${randomUUID()}`);
}

/** Staging is synchronous, so that what bears this process's number while another call runs is a namesake's. */
function isAbandoned(parent: string, name: string): boolean {
  const [, pid] = TEMPORARY_NAME.exec(name) ?? [];
  if (pid === undefined) return false;
  if (Number(pid) === process.pid || !isRunning(Number(pid))) return true;
  const stats = lstatSync(join(parent, name), { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.ctimeMs > ABANDONED_MILLISECONDS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
