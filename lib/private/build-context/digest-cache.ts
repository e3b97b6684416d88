import { readCacheFile, sha256, writeCacheFile } from "./cache-files";
import { type FileIdentity, haveSameContent } from "./file-identity";

/** What is known of one file, as it is written. */
type CacheRecord = [name: string, digest: string, inode: number, size: number, modified: number, changed: number];

type CacheRecords = Map<string, CacheRecord>;

const PREFIX = "digests-";
const FORMAT = "v3";

/** Change times that this process has moved by making and removing links, by what they were. */
const MOVED = new Map<string, number>();

/**
 * Tells that a link to a file was made or removed and nothing else has touched the file.
 * @param before The file's identity right before.
 * @param after Its identity right after.
 */
export function changeTimeMoved(before: FileIdentity, after: FileIdentity): void {
  if (!haveSameContent(before, after) || before.changed === after.changed) return;
  MOVED.set(keyOf(before, before.changed), after.changed);
}

function keyOf({ inode, size, modified }: FileIdentity, changed: number): string {
  return [inode, size, modified, changed].join(":");
}

/**
 * How long after a file's last change another change may go without a trace: file systems that keep fractions of a second
 * round them to the kernel's tick, the others to one or two seconds (FAT). Git calls such files "racily clean":
 * https://git-scm.com/docs/racy-git
 */
const FINE_TICK_MILLISECONDS = 100;
const COARSE_TICK_MILLISECONDS = 2_500;

/**
 * Digests of the files of one tree, remembered between runs in one file. Runs may share it: it is replaced as a whole, and
 * what one run loses to another is only read again. A cache that cannot be read counts as empty, and one that cannot be
 * written is done without.
 */
export class DigestCache {
  private readonly records: CacheRecords;
  private readonly file: string;
  private changed = false;
  /** Before anything is read, to judge by what may have changed unseen since. */
  private readonly openedAt = Date.now();
  /** Whether the file system keeps fractions of a millisecond: of one file alone, they may be none by chance. */
  private isFine = false;

  /**
   * @param directory Where the cache lies; without it nothing is remembered.
   * @param root The tree's file or directory on disk.
   */
  public constructor(
    private readonly directory: string | undefined,
    root: string,
  ) {
    this.file = `${PREFIX}${FORMAT}-${sha256(root)}.json`;
    this.records = directory === undefined ? new Map<string, CacheRecord>() : load(directory, this.file);
  }

  /** The digest of a file that has not changed since it was remembered. */
  public get(name: string, identity: FileIdentity): string | undefined {
    this.isFine ||= !Number.isInteger(identity.modified) || !Number.isInteger(identity.changed);
    const record = this.records.get(name);
    if (record === undefined) return undefined;
    const [, digest, inode, size, modified, changed] = record;
    if (inode !== identity.inode || size !== identity.size || modified !== identity.modified) return undefined;
    let now: number | undefined = changed;
    while (now !== undefined && now !== identity.changed) now = MOVED.get(keyOf(identity, now));
    return now === undefined ? undefined : digest;
  }

  /** Remembers a digest that was just computed, unless the file changed so recently that it may change again unseen. */
  public add(name: string, identity: FileIdentity, digest: string): void {
    if (this.directory === undefined) return;
    const { modified, changed } = identity;
    const tick = this.isFine ? FINE_TICK_MILLISECONDS : COARSE_TICK_MILLISECONDS;
    if (Math.abs(this.openedAt - modified) > tick && Math.abs(this.openedAt - changed) > tick)
      this.put(name, identity, digest);
  }

  /** Remembers what the file of a known digest looks like now. */
  public put(name: string, { inode, size, modified, changed }: FileIdentity, digest: string): void {
    const record: CacheRecord = [name, digest, inode, size, modified, changed];
    if (this.records.get(name)?.every((field, index) => field === record[index])) return;
    this.records.set(name, record);
    this.changed = true;
  }

  public save(): void {
    if (this.directory === undefined || !this.changed) return;
    writeCacheFile(this.directory, this.file, Array.from(this.records.values()));
    this.changed = false;
  }

  /** Forgets files that are no longer part of the tree, once there are such. */
  public retain(files: readonly { readonly nameInTree: string }[]): void {
    if (this.records.size <= files.length) return;
    const names = new Set(files.map(({ nameInTree }) => nameInTree));
    for (const name of this.records.keys()) {
      if (!names.has(name)) this.changed = this.records.delete(name);
    }
  }
}

function load(directory: string, file: string): CacheRecords {
  try {
    const records = readCacheFile(directory, file) as CacheRecord[];
    return new Map(records.map((record) => [record[0], record]));
  } catch {
    return new Map();
  }
}
