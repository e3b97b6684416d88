import { readCacheFile, sha256, writeCacheFile } from "./cache-files";
import { type FileIdentity, modificationTimeOf } from "./file-identity";

/** What is known of one file. */
interface CacheRecord {
  readonly digest: string;
  readonly content: string;
  readonly changeTime: string;
}

/** A record in the file, with the name of what it is about. */
type CacheRow = [name: string, digest: string, content: string, changeTime: string];

type CacheRecords = Map<string, CacheRecord>;

const PREFIX = "digests-";
const FORMAT = "v2";

/** Change times that this process has moved by making and removing links, by what they were. */
const MOVED = new Map<string, string>();

/**
 * Tells that a link to a file was made or removed and nothing else has touched the file.
 * @param before The file's identity right before.
 * @param after Its identity right after.
 */
export function changeTimeMoved(before: FileIdentity, after: FileIdentity): void {
  const [from, to] = [before, after].map(({ changeTime }) => String(changeTime)) as [string, string];
  if (before.content === after.content && from !== to) MOVED.set(`${before.content}@${from}`, to);
}

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
    this.records = directory === undefined ? new Map<string, CacheRecord>() : load(directory, this.file);
  }

  /** The digest of a file that has not changed since it was remembered. */
  public get(name: string, identity: FileIdentity): string | undefined {
    const record = this.records.get(name);
    if (record === undefined || record.content !== identity.content) return undefined;
    let { changeTime } = record;
    for (let next: string | undefined = changeTime; next !== undefined; next = MOVED.get(`${record.content}@${next}`)) {
      changeTime = next;
    }
    return changeTime === String(identity.changeTime) ? record.digest : undefined;
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
    if (settled) this.put(name, identity, digest);
  }

  /** Remembers what the file of a known digest looks like now. */
  public put(name: string, { content, changeTime }: FileIdentity, digest: string): void {
    const known = this.records.get(name);
    if (known?.content === content && known.changeTime === String(changeTime) && known.digest === digest) return;
    this.records.set(name, { digest, content, changeTime: String(changeTime) });
    this.changed = true;
  }

  public save(): void {
    if (this.directory === undefined || !this.changed) return;
    const rows = Array.from(this.records, ([name, record]): CacheRow => {
      return [name, record.digest, record.content, record.changeTime];
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
}

function load(directory: string, file: string): CacheRecords {
  try {
    const rows = readCacheFile(directory, file) as CacheRow[];
    return new Map(rows.map(([name, digest, content, changeTime]) => [name, { digest, content, changeTime }]));
  } catch {
    return new Map();
  }
}
