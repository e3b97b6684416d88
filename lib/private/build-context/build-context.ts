import { createHash } from "crypto";
import { accessSync, constants, lstatSync, realpathSync } from "fs";
import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from "path";
import { sha256 } from "./cache-files";
import { changeTimeMoved, DigestCache } from "./digest-cache";
import type { FileEntry, TextEntry } from "./entries";
import { digestFiles } from "./file-digests";
import { type FileIdentity, haveSameContent, identityOf } from "./file-identity";
import { releaseContents } from "./kept-contents";
import { BuildContextError, type BuildContextProblem, quoted, systemProblem } from "./problems";
import { LARGE_FILE_BYTES, prune, stage, type StagedEntry } from "./staging";
import { type ContextTree, listTree, type TreeListing } from "./tree-walk";

/** A generated file in the build context. */
export interface ContextText {
  /** Where it goes, relative to the context, with `/` between the parts. */
  readonly path: string;
  readonly text: string;
}

/** Everything that an image is built from. */
export interface BuildContextSpec {
  readonly texts: readonly ContextText[];
  readonly trees: readonly ContextTree[];
  /** What shapes the image without lying in the context: base image, build arguments, target, platform. */
  readonly settings: { readonly [name: string]: string };
  /**
   * Directories at the top of the context whose large files may be hard links to their sources. The context then holds
   * `<directory>.sha256`, in the format of `sha256sum`, against which the Dockerfile must check them: a link shows what its
   * owner writes to the source after the hash was taken.
   * @default - none: large files are copied where they cannot be cloned
   */
  readonly verified?: readonly string[];
}

export interface DigestOptions {
  /**
   * Where digests of unchanged files are remembered, see `defaultCacheDirectory`.
   * @default - nothing is remembered
   */
  readonly cacheDirectory?: string | undefined;
}

/** A new scheme is a new hash for every context, and so a new image for every user: change it on purpose only. */
const SCHEME = "cdktf-azure-ml-functions build context 1";

/** How much text is hashed at a time. */
const HASHED_LENGTH = 64 * 1024;

/** What an image is built from: its hash, and a directory with all of it. */
export class BuildContext {
  /**
   * Reads everything and writes nothing but the cache.
   * @throws BuildContextError with everything that keeps the context from being made
   */
  public static digest(spec: BuildContextSpec, options: DigestOptions = {}): BuildContext {
    const { cacheDirectory } = options;
    const sources = spec.trees.map((tree) => new Source(tree, cacheDirectory));
    const problems = [...pathProblems(spec), ...sources.flatMap(({ listing }) => listing.problems)];
    if (problems.length > 0)
      throw new BuildContextError([...problems, ...sources.flatMap((source) => source.unreadable())]);

    const unknown = sources.flatMap((source) => source.recall());
    const results = digestFiles(unknown);
    unknown.forEach((entry, index) => {
      const result = results[index] as string | BuildContextProblem;
      if (typeof result === "string") entry.digest = result;
      else problems.push(result);
    });
    for (const source of sources) source.remember(unknown);
    if (problems.length > 0) {
      releaseContents(unknown);
      throw new BuildContextError(problems);
    }

    const texts = spec.texts.map((text): TextEntry => ({ kind: "text", ...text }));
    const found = sources.flatMap(({ listing }) => listing.entries);
    const checksums = (spec.verified ?? []).map((directory) => checksumsOf(directory, found));
    const entries = [...[...texts, ...checksums].map(withDigest), ...found].sort(byPath);
    assertDistinct(entries);
    const hash = hashOf(spec.settings, entries);
    const warnings = sources.flatMap(({ listing }) => warningsOf(listing));
    const listings = sources.map(({ listing }) => listing);
    return new BuildContext(hash, warnings, entries, listings, new Set(spec.verified), cacheDirectory);
  }

  /**
   * Removes the contexts in a directory that are not among those to keep, and what interrupted runs have left there.
   * @param parentDirectory The directory that holds contexts, each under its hash, and tarballs of them (`<hash>.tar.gz`).
   * @param keep Their names.
   * @param contexts Those that are kept: what goes may link to the same files.
   */
  public static prune(parentDirectory: string, keep: readonly string[], contexts: readonly BuildContext[] = []): void {
    BuildContext.keepDigests(contexts, () => prune(parentDirectory, keep));
  }

  private constructor(
    /** SHA-256 over everything that shapes the image and nothing else, in lower-case hex. */
    public readonly hash: string,
    /** What the user should know of what was left out. */
    public readonly warnings: readonly string[],
    private readonly entries: readonly StagedEntry[],
    private readonly listings: readonly TreeListing[],
    private readonly verified: ReadonlySet<string>,
    private readonly cacheDirectory: string | undefined,
  ) {}

  /** Whether something lies at a path of the context, maybe behind a link. */
  public has(path: string): boolean {
    return this.entries.some((entry) => {
      return entry.path === path || (entry.kind === "link" && path.startsWith(`${entry.path}/`));
    });
  }

  /**
   * Writes the context to a directory, which appears complete or not at all; one that is already there is used again.
   * @param outdated A context that nothing refers to any more, to be made this one.
   * @throws BuildContextError if a source that must be read again has changed since its digest was taken
   */
  public stage(directory: string, outdated?: string): void {
    assertNotInSource(directory, this.listings);
    BuildContext.keepDigests([this], () => {
      stage(directory, this.entries, { mayLink: (entry) => this.mayLink(entry), outdated });
    });
    releaseContents(this.entries.filter((entry) => entry.kind === "file"));
  }

  /** Large files are linked where the image build checks them. */
  private mayLink({ path, size }: FileEntry): boolean {
    return size >= LARGE_FILE_BYTES && this.verified.has(topOf(path));
  }

  /** Files whose digest is remembered, and that links may have been made to. */
  private remembered(): Remembered[] {
    if (this.cacheDirectory === undefined) return [];
    const files = this.entries.filter((entry): entry is FileEntry => entry.kind === "file" && this.mayLink(entry));
    const caches = new Map<string, DigestCache>();
    return files.flatMap((entry) => {
      const { root } = entry.tree;
      const cache = caches.get(root) ?? new DigestCache(this.cacheDirectory, root);
      caches.set(root, cache);
      const before = identityNow(entry.source);
      const known = before !== undefined && cache.get(entry.nameInTree, before) === entry.digest;
      return known ? [{ entry, cache, before }] : [];
    });
  }

  /** Does what makes or removes links to files, which moves their change times, and remembers their digests all the same. */
  private static keepDigests(contexts: readonly BuildContext[], action: () => void): void {
    const files = contexts.flatMap((context) => context.remembered());
    try {
      action();
    } finally {
      for (const { entry, cache, before } of files) {
        const after = identityNow(entry.source);
        if (after === undefined || !haveSameContent(before, after)) continue;
        changeTimeMoved(before, after);
        cache.put(entry.nameInTree, after, entry.digest);
      }
      for (const cache of new Set(files.map((file) => file.cache))) cache.save();
    }
  }
}

interface Remembered {
  readonly entry: FileEntry;
  readonly cache: DigestCache;
  /** What the file looks like before. */
  readonly before: FileIdentity;
}

function identityNow(path: string): FileIdentity | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats && identityOf(stats);
}

/** A tree on disk, and what is remembered of its files. */
class Source {
  public readonly listing: TreeListing;
  private readonly files: readonly FileEntry[];
  private readonly cache: DigestCache;

  public constructor(tree: ContextTree, cacheDirectory: string | undefined) {
    this.listing = listTree(tree);
    this.files = this.listing.entries.filter((entry): entry is FileEntry => entry.kind === "file");
    this.cache = new DigestCache(cacheDirectory, this.listing.root);
  }

  /** Fills in the digests that are remembered, and returns the files that must be read. */
  public recall(): readonly FileEntry[] {
    return this.files.filter((entry) => {
      entry.digest = this.cache.get(entry.nameInTree, entry) ?? "";
      return entry.digest === "";
    });
  }

  /** @param read Files that were read, of any tree. */
  public remember(read: readonly FileEntry[]): void {
    for (const entry of read) {
      if (entry.tree === this.files[0]?.tree && entry.digest !== "")
        this.cache.add(entry.nameInTree, entry, entry.digest);
    }
    this.cache.retain(this.files);
    this.cache.save();
  }

  /** Files that reading would fail on. */
  public unreadable(): BuildContextProblem[] {
    return this.files.flatMap(({ source }) => {
      try {
        accessSync(source, constants.R_OK);
        return [];
      } catch (error) {
        return [systemProblem(source, error)];
      }
    });
  }
}

function withDigest(entry: TextEntry): StagedEntry {
  return { ...entry, digest: sha256(entry.text) };
}

/**
 * One JSON text a line, which leaves no doubt where a name ends. A generated file counts like one on disk: the image cannot
 * tell the difference either.
 */
function hashOf(settings: { readonly [name: string]: string }, entries: readonly StagedEntry[]): string {
  const hash = createHash("sha256");
  let lines = "";
  const add = (...fields: readonly string[]): unknown => (lines += `${JSON.stringify(fields)}\n`);
  add(SCHEME);
  for (const name of Object.keys(settings).sort()) add("setting", name, settings[name] as string);
  for (const entry of entries) {
    switch (entry.kind) {
      case "text":
      case "file": {
        const executable = entry.kind === "file" && entry.executable;
        // by hand, as there may be a hundred thousand
        lines += `["file",${JSON.stringify(entry.path)},${executable},"${entry.digest}"]\n`;
        break;
      }
      case "link":
        add("link", entry.path, entry.target);
        break;
      case "directory":
        add("directory", entry.path);
    }
    if (lines.length > HASHED_LENGTH) {
      hash.update(lines);
      lines = "";
    }
  }
  return hash.update(lines).digest("hex");
}

/** The format that `sha256sum --check` reads, with paths relative to the directory. */
function checksumsOf(directory: string, entries: readonly StagedEntry[]): TextEntry {
  const lines = entries.flatMap((entry) => {
    if (entry.kind !== "file" || entry.size < LARGE_FILE_BYTES || topOf(entry.path) !== directory) return [];
    const path = entry.path.slice(directory.length + 1);
    const escaped = path.replace(/\\/g, "\\\\").replace(/\n/g, "\\n").replace(/\r/g, "\\r");
    return [`${escaped === path ? "" : "\\"}${entry.digest}  ${escaped}\n`];
  });
  return { kind: "text", path: `${directory}.sha256`, text: lines.sort().join("") };
}

function warningsOf({ secrets, dangling }: TreeListing): string[] {
  const named = (paths: readonly string[]): string => [...paths].sort().map(quoted).join(", ");
  return [
    ...(secrets.length === 0
      ? []
      : [
          `Left out of the image for looking like secrets: ${named(secrets)}. To put one in all the same, add its path ` +
            `to the .dockerignore or .amlignore file after an exclamation mark. To silence this warning, add its path without one.`,
        ]),
    ...(dangling.length === 0
      ? []
      : [`Symbolic links that lead to nothing are put into the image as they are: ${named(dangling)}.`]),
  ];
}

/** Paths that do not stay in the context are a mistake in this library rather than in the user's files. */
function pathProblems({ texts, trees, verified = [] }: BuildContextSpec): BuildContextProblem[] {
  return [...texts.map(({ path }) => path), ...trees.map(({ path }) => path), ...verified]
    .filter(
      (path) => isAbsolute(path) || /^\.{0,2}$|^\.\.\/|\/$/.test(path) || normalize(path).split(sep).join("/") !== path,
    )
    .map((path) => ({
      path,
      message: "is not a path within the build context",
      remedy: "Give a relative path without empty parts, `.` or `..`",
    }));
}

/** @param entries Sorted by path. */
function assertDistinct(entries: readonly StagedEntry[]): void {
  const problems = entries
    .filter(({ path }, index) => path === entries[index + 1]?.path)
    .map(({ path }) => ({
      path,
      message: "is taken by more than one file of the build context",
      remedy: "Give each model another name or version",
    }));
  if (problems.length > 0) throw new BuildContextError(problems);
}

/** Each run would take up the context of the one before. */
function assertNotInSource(directory: string, listings: readonly TreeListing[]): void {
  const target = withoutLinks(resolve(directory));
  const problems = listings.flatMap((listing) => {
    const path = relative(listing.root, target);
    if (path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path) || !listing.includes(path))
      return [];
    return [
      {
        path: directory,
        message: `is where the build context goes, and lies within the source directory ${quoted(listing.root)}`,
        remedy: "Name the output directory in the .dockerignore or .amlignore file of the source directory",
      },
    ];
  });
  if (problems.length > 0) throw new BuildContextError(problems);
}

function withoutLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return join(withoutLinks(dirname(path)), basename(path));
  }
}

function topOf(path: string): string {
  return path.split("/", 1)[0] as string;
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}
