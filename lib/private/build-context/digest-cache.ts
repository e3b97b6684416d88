import { readCacheFile, sha256, writeCacheFile } from "./cache-files";
import { type FileIdentity, haveSameContent } from "./file-identity";
import { Rows } from "./rows";

/**
 * What is known of the files of a tree, as it is written. Read as one text a column, it takes less time than the files take to be
 * looked at; as a record a file, as much.
 */
interface WrittenTable {
  readonly names: string[];
  /** One behind the other. */
  readonly digests: string;
  /** Inode, size, and both times of each file, in Base64. */
  readonly identities: string;
}

const PREFIX = "digests-";
const FORMAT = "v4";
const DIGEST_LENGTH = 64;
/** Numbers of a file's identity. */
const NUMBERS = 4;

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
  private readonly file: string;
  private rows = new Rows();
  private digests: string[] = [];
  /** `NUMBERS` for each row. */
  private identities: number[] = [];
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
    if (directory !== undefined) this.load(directory);
  }

  /** The digest of a file that has not changed since it was remembered. */
  public get(name: string, identity: FileIdentity): string | undefined {
    this.isFine ||= !Number.isInteger(identity.modified) || !Number.isInteger(identity.changed);
    const row = this.rows.find(name);
    if (row < 0) return undefined;
    const { digests, identities } = this;
    const at = row * NUMBERS;
    if (identities[at] !== identity.inode || identities[at + 1] !== identity.size) return undefined;
    if (identities[at + 2] !== identity.modified) return undefined;
    let now: number | undefined = identities[at + 3];
    while (now !== undefined && now !== identity.changed) now = MOVED.get(keyOf(identity, now));
    return now === undefined ? undefined : digests[row];
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
    const { digests, identities } = this;
    const row = this.rows.findOrAdd(name);
    const at = row * NUMBERS;
    const known =
      digests[row] === digest &&
      identities[at] === inode &&
      identities[at + 1] === size &&
      identities[at + 2] === modified &&
      identities[at + 3] === changed;
    if (known) return;
    digests[row] = digest;
    identities[at] = inode;
    identities[at + 1] = size;
    identities[at + 2] = modified;
    identities[at + 3] = changed;
    this.changed = true;
  }

  public save(): void {
    if (this.directory === undefined || !this.changed) return;
    const identities = Buffer.from(Float64Array.from(this.identities).buffer).toString("base64");
    const table: WrittenTable = { names: this.rows.keys, digests: this.digests.join(""), identities };
    writeCacheFile(this.directory, this.file, table);
    this.changed = false;
  }

  /** Forgets files that are no longer part of the tree, once there are such. */
  public retain(files: readonly { readonly nameInTree: string }[]): void {
    const { rows, digests, identities } = this;
    if (rows.keys.length <= files.length) return;
    this.rows = new Rows();
    this.digests = [];
    this.identities = [];
    for (const { nameInTree } of files) {
      const row = rows.find(nameInTree);
      if (row < 0) continue;
      this.rows.findOrAdd(nameInTree);
      this.digests.push(digests[row] as string);
      this.identities.push(...identities.slice(row * NUMBERS, (row + 1) * NUMBERS));
    }
    this.changed = true;
  }

  private load(directory: string): void {
    const table = readCacheFile(directory, this.file) as WrittenTable | undefined;
    if (table === undefined) return;
    const { names, digests, identities } = table;
    this.rows = new Rows(names);
    this.digests = names.map((_, row) => digests.slice(row * DIGEST_LENGTH, (row + 1) * DIGEST_LENGTH));
    this.identities = Array.from(new Float64Array(Uint8Array.from(Buffer.from(identities, "base64")).buffer));
  }
}
