import { createHash, randomUUID } from "crypto";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fchmodSync,
  fstatSync,
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
  type Stats,
  symlinkSync,
  utimesSync,
  writeSync,
} from "fs";
import { dirname, join, resolve } from "path";
import type { DirectoryEntry, FileEntry, LinkEntry, TextEntry } from "./entries";
import { type FileIdentity, haveSameContent, identityOf } from "./file-identity";
import { BuildContextError, changedWhileRead, systemProblem } from "./problems";
import { Progress } from "./progress";
import { Rows } from "./rows";

/** Something to write, with the SHA-256 of what is in it. */
export type StagedEntry = (TextEntry & { readonly digest: string }) | FileEntry | LinkEntry | DirectoryEntry;

/** A file of this size or more is linked rather than copied. */
export const LARGE_FILE_BYTES = 8 * 1024 * 1024;

export interface StagingOptions {
  /** Whether something will notice if a file that was linked changes. */
  readonly mayLink: (entry: FileEntry) => boolean;
  /**
   * A context that nothing refers to any more: it becomes the new one, as far as it goes.
   * @default - everything is written
   */
  readonly outdated?: string | undefined;
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
  if (isComplete(directory, entries, options)) return;
  const parent = dirname(resolve(directory));
  mkdirSync(parent, { recursive: true });
  const temporary = temporaryIn(parent);
  try {
    if (!renew(temporary, entries, options)) new Staging(temporary, entries, options).run();
    moveInto(temporary, directory, entries, options);
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

/**
 * Makes the outdated context a new one, which costs what has changed. It takes its place last: what may fail comes before,
 * while the outdated context is whole.
 * @returns false if there is none, or another run was faster
 */
function renew(directory: string, entries: readonly StagedEntry[], options: StagingOptions): boolean {
  const { outdated } = options;
  const difference = outdated === undefined ? undefined : compare(outdated, entries, options);
  if (outdated === undefined || difference === undefined) return false;
  const additions = temporaryIn(dirname(directory));
  try {
    new Staging(additions, difference.missing, options).run();
    if (!moved(outdated, directory)) return false;
    for (const path of difference.wrong) {
      remove(`${directory}/${path}`);
      finishDirectory(dirname(`${directory}/${path}`));
    }
    merge(additions, directory);
    return true;
  } finally {
    remove(additions);
  }
}

/** Moves what lies in one directory into another. */
function merge(from: string, to: string): void {
  for (const child of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [`${from}/${child.name}`, `${to}/${child.name}`];
    if (child.isDirectory() && existsSync(target)) merge(source, target);
    else renameSync(source, target);
  }
  finishDirectory(to);
}

class Staging {
  private readonly buffer = Buffer.allocUnsafeSlow(COPY_BYTES);
  private readonly progress: Progress;
  private readonly directories = new Set<string>();
  /** Modes that a new file has as asked for: neither a umask nor an access control list takes of them. */
  private readonly granted = new Map<number, boolean>();

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
    let made = this.temporary;
    for (const entry of this.entries) {
      const target = `${this.temporary}/${entry.path}`;
      const directory = entry.kind === "directory" ? target : target.slice(0, target.lastIndexOf("/"));
      if (directory !== made) this.makeDirectory((made = directory));
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
    for (const directory of this.directories) finishDirectory(directory);
  }

  private makeDirectory(path: string): void {
    if (this.directories.has(path)) return;
    if (path !== this.temporary) this.makeDirectory(dirname(path));
    mkdirSync(path);
    this.directories.add(path);
  }

  private writeText(entry: TextEntry & { readonly digest: string }, target: string): void {
    this.write(target, entry.digest, false, (descriptor) => writeAll(descriptor, Buffer.from(entry.text)));
  }

  private placeFile(entry: FileEntry, target: string): void {
    const { memory, start, digest, executable, size } = entry;
    if (memory !== undefined) {
      this.write(target, digest, executable, (descriptor) => writeAll(descriptor, memory, start, start + size));
      this.progress.add(size);
    } else if (size >= LARGE_FILE_BYTES && (this.clone(entry, target) || this.link(entry, target))) {
      this.progress.add(size);
    } else {
      this.copy(entry, target);
    }
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
    if (!haveSameContent(identityOf(lstatSync(target)), after))
      throw new BuildContextError([changedWhileRead(entry.source)]);
    return true;
  }

  private checkUnchanged(entry: FileEntry): FileIdentity {
    const stats = lstatSync(entry.source, { throwIfNoEntry: false });
    const now = stats && identityOf(stats);
    if (now === undefined || !haveSameContent(now, entry))
      throw new BuildContextError([changedWhileRead(entry.source)]);
    return now;
  }

  private copy(entry: FileEntry, target: string): void {
    const source = openSource(entry.source);
    try {
      this.write(target, entry.digest, entry.executable, (descriptor) => {
        const hash = createHash("sha256");
        for (let read = -1, size = 0; read !== 0 && size < entry.size; size += read) {
          read = readSync(source, this.buffer, 0, this.buffer.length, null);
          const chunk = this.buffer.subarray(0, read);
          hash.update(chunk);
          writeAll(descriptor, chunk);
          this.progress.add(read);
        }
        if (hash.digest("hex") !== entry.digest) throw new BuildContextError([changedWhileRead(entry.source)]);
      });
    } finally {
      closeSync(source);
    }
  }

  private write(target: string, digest: string, executable: boolean, fill: (descriptor: number) => void): void {
    const mode = modeOf(executable);
    const descriptor = openSync(target, "wx", mode);
    try {
      fill(descriptor);
      if (!this.isGranted(mode, descriptor)) fchmodSync(descriptor, mode);
      futimesSync(descriptor, secondsOf(digest), secondsOf(digest));
    } finally {
      closeSync(descriptor);
    }
  }

  /** @param descriptor of a new file that was given this mode. */
  private isGranted(mode: number, descriptor: number): boolean {
    const granted = this.granted.get(mode) ?? modeIn(fstatSync(descriptor)) === mode;
    this.granted.set(mode, granted);
    return granted;
  }
}

/** Two runs may stage the same context at once: whoever comes second keeps the first one's. */
function moveInto(
  temporary: string,
  directory: string,
  entries: readonly StagedEntry[],
  options: StagingOptions,
): void {
  if (moved(temporary, directory) || isComplete(directory, entries, options)) return;
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

/** Whether the directory holds these entries and nothing else. */
function isComplete(directory: string, entries: readonly StagedEntry[], options: StagingOptions): boolean {
  const difference = compare(directory, entries, options);
  return difference?.missing.length === 0 && difference.wrong.length === 0;
}

interface Difference {
  /** Entries that the directory does not hold. */
  readonly missing: readonly StagedEntry[];
  /** Paths of what it should not hold, or not so. */
  readonly wrong: readonly string[];
}

/**
 * What is different between a context and its entries, as far as names, sizes, modes and times tell; undefined if there is
 * no context. Its own change time is the last thing that staging moved: a file with a later one has been changed since,
 * whatever else it says.
 */
function compare(directory: string, entries: readonly StagedEntry[], options: StagingOptions): Difference | undefined {
  const root = lstatSync(directory, { throwIfNoEntry: false });
  if (root === undefined || !isDirectory(root)) return undefined;
  const rows = new Rows(entries.map(({ path }) => path));
  const found = new Uint8Array(entries.length);
  const directories = parentsOf(entries);
  const wrong: string[] = [];
  const visit = (parent: string): void => {
    for (const name of readdirSync(`${directory}/${parent}`)) {
      const path = parent + name;
      const onDisk = `${directory}/${path}`;
      const stats = lstatSync(onDisk);
      if (isDirectory(stats) && directories.has(path)) {
        visit(`${path}/`);
        continue;
      }
      const row = rows.find(path);
      const entry = entries[row];
      if (entry === undefined || !isStaged(entry, onDisk, stats, root.ctimeMs, options)) {
        wrong.push(path);
        continue;
      }
      found[row] = 1;
      if (entry.kind === "directory") visit(`${path}/`);
    }
  };
  try {
    visit("");
  } catch {
    return undefined;
  }
  return { missing: entries.filter((_, row) => found[row] === 0), wrong };
}

/** The directories that entries lie in. */
function parentsOf(entries: readonly StagedEntry[]): ReadonlySet<string> {
  const directories = new Set<string>();
  let last = "";
  for (const { path } of entries) {
    if (path.startsWith(last) && path.indexOf("/", last.length) < 0) continue;
    last = path.slice(0, path.lastIndexOf("/") + 1);
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const parent = path.slice(0, end);
      if (directories.has(parent)) break;
      directories.add(parent);
    }
  }
  return directories;
}

function isDirectory(stats: Stats): boolean {
  return stats.isDirectory() && modeIn(stats) === 0o755;
}

function modeIn({ mode }: Stats): number {
  return mode & 0o7777;
}

/** @param settled Change time of the context. */
function isStaged(
  entry: StagedEntry,
  target: string,
  stats: Stats,
  settled: number,
  { mayLink }: StagingOptions,
): boolean {
  switch (entry.kind) {
    case "directory":
      return isDirectory(stats);
    case "link":
      return stats.isSymbolicLink() && readlinkSync(target) === entry.target;
    case "text":
      return isCopy(stats, Buffer.byteLength(entry.text), false, entry.digest) && stats.ctimeMs <= settled;
    case "file": {
      const linkable = entry.shareable && mayLink(entry);
      if (linkable && haveSameContent(identityOf(stats), entry)) return true;
      if (!isCopy(stats, entry.size, entry.executable, entry.digest)) return false;
      return stats.ctimeMs <= settled && (linkable || stats.nlink === 1);
    }
  }
}

function isCopy(stats: Stats, size: number, executable: boolean, digest: string): boolean {
  const isLike = stats.isFile() && stats.size === size && modeIn(stats) === modeOf(executable);
  return isLike && stats.mtimeMs === secondsOf(digest) * 1000;
}

function finishDirectory(path: string): void {
  chmodSync(path, 0o755);
  utimesSync(path, EARLIEST_SECONDS, EARLIEST_SECONDS);
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

function writeAll(descriptor: number, bytes: Buffer, start = 0, end = bytes.length): void {
  for (let written = start; written < end;) written += writeSync(descriptor, bytes, written, end - written);
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
