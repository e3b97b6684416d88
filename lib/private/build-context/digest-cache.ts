import { existsSync } from "fs";
import { readCacheFile, sha256, writeCacheFile } from "./cache-files";
import { modificationTimeOf, type FileIdentity } from "./file-identity";

/**
 * What is known of one file. `stagedLinks` are the hard links that staging has made to it: making one and removing one
 * moves the file's change time.
 */
interface CacheRecord {
  readonly digest: string;
  readonly content: string;
  readonly changeTime: string;
  readonly links: number;
  readonly stagedLinks: readonly string[];
}

/** A record in the file, with the name of what it is about. */
type CacheRow = [string, string, string, string, number, ...string[]];

type CacheRecords = Map<string, CacheRecord>;

const PREFIX = "digests-";
const FORMAT = "v1";
const NO_LINKS: readonly string[] = [];

/**
 * How long after a file's last change another change may go without a trace: file systems that keep fractions of a second
 * round them to the kernel's tick, the others to one or two seconds (FAT). Git calls such files "racily clean":
 * https://git-scm.com/docs/racy-git
 */
const FINE_TICK_NANOSECONDS = 100_000_000n;
const COARSE_TICK_NANOSECONDS = 2_500_000_000n;

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
  private readonly openedAt = BigInt(Date.now()) * 1_000_000n;

  /**
   * @param directory Where the cache lies; without it nothing is remembered.
   * @param root The tree's file or directory on disk.
   */
  public constructor(
    private readonly directory: string | undefined,
    root: string,
  ) {
    this.file = `${PREFIX}${FORMAT}-${sha256(root)}.json`;
    this.records = directory === undefined ? new Map() : load(directory, this.file);
  }

  /** The digest of a file that has not changed since it was remembered. */
  public get(name: string, identity: FileIdentity): string | undefined {
    const record = this.records.get(name);
    if (record === undefined || record.content !== identity.content) return undefined;
    if (record.changeTime === String(identity.changeTime)) return record.digest;
    const remaining = record.stagedLinks.filter((path) => existsSync(path));
    const removed = record.stagedLinks.length - remaining.length;
    if (removed === 0 || identity.links !== record.links - removed) return undefined;
    this.put(name, identity, record.digest, remaining);
    return record.digest;
  }

  /** Remembers a digest that was just computed, unless the file changed so recently that it may change again unseen. */
  public add(name: string, identity: FileIdentity, digest: string): void {
    const times = [modificationTimeOf(identity), identity.changeTime];
    const fine = times.some((time) => time % 1_000_000n !== 0n);
    const tick = fine ? FINE_TICK_NANOSECONDS : COARSE_TICK_NANOSECONDS;
    const settled = times.every((time) => {
      const age = this.openedAt - time;
      return age > tick || age < -tick;
    });
    if (settled) this.put(name, identity, digest, NO_LINKS);
  }

  /**
   * Remembers that staging has made a hard link to a file, and nothing else has touched it.
   * @param before The file's identity right before.
   * @param after Its identity right after.
   */
  public addLink(name: string, before: FileIdentity, after: FileIdentity, link: string): void {
    const digest = this.get(name, before);
    if (digest === undefined || after.content !== before.content || after.links !== before.links + 1) return;
    const known = this.records.get(name)?.stagedLinks ?? [];
    this.put(name, after, digest, [...known.filter((path) => existsSync(path)), link]);
  }

  public save(): void {
    if (this.directory === undefined || !this.changed) return;
    const rows = Array.from(this.records, ([name, record]): CacheRow => {
      return [name, record.digest, record.content, record.changeTime, record.links, ...record.stagedLinks];
    });
    writeCacheFile(this.directory, this.file, rows);
    this.changed = false;
  }

  /** Forgets files that are no longer part of the tree. */
  public retain(names: ReadonlySet<string>): void {
    for (const name of this.records.keys()) {
      if (!names.has(name)) this.changed = this.records.delete(name);
    }
  }

  private put(name: string, identity: FileIdentity, digest: string, stagedLinks: readonly string[]): void {
    const { content, changeTime, links } = identity;
    this.records.set(name, { digest, content, changeTime: String(changeTime), links, stagedLinks });
    this.changed = true;
  }
}

function load(directory: string, file: string): CacheRecords {
  const records: CacheRecords = new Map();
  try {
    for (const [name, digest, content, changeTime, links, ...stagedLinks] of readCacheFile(
      directory,
      file,
    ) as CacheRow[]) {
      records.set(name, {
        digest,
        content,
        changeTime,
        links,
        stagedLinks: stagedLinks.length > 0 ? stagedLinks : NO_LINKS,
      });
    }
    return records;
  } catch {
    return new Map();
  }
}
