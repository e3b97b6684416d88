import {
  type Dirent,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from "fs";
import { isAbsolute, join, sep } from "path";
import { FileEntry, type TreeEntry, type TreeRoot } from "./entries";
import { IgnoreRules, Verdict } from "./ignore-rules";
import { type BuildContextProblem, quoted, systemProblem } from "./problems";
import { textOf } from "./text";

/** A file or directory on disk that is copied to a path in the build context. */
export interface ContextTree {
  /** Where it goes, relative to the context, with `/` between the parts. */
  readonly path: string;
  /** The file or directory on disk. */
  readonly source: string;
  /**
   * `dockerignore`: leave out what the directory's `.dockerignore` or `.amlignore` names, clutter and secrets (see
   * {@link IgnoreRules}).
   * `none`: everything.
   */
  readonly filter: "dockerignore" | "none";
}

/** What a tree on disk puts into the context, and what was noticed on the way. */
export interface TreeListing {
  /** The tree's file or directory, with no symbolic link on the way to it; empty if there is none. */
  readonly root: string;
  /** In no particular order. */
  readonly entries: readonly TreeEntry[];
  readonly problems: readonly BuildContextProblem[];
  /** Paths on disk that were left out for looking like secrets. */
  readonly secrets: readonly string[];
  /** Paths on disk of symbolic links that lead to nothing. */
  readonly dangling: readonly string[];
  /** Whether a path in the tree, which need not exist, would go into the context. */
  includes(path: string): boolean;
}

/** What says which files of a source directory stay out; of several, the first one counts. */
const IGNORE_FILES = [".dockerignore", ".amlignore"] as const;

const MAX_LINKS_FOLLOWED = 40;

/** No two names without such a character are one to any file system. */
const UNUSUAL_NAME = /[^ -@[-~]/;

export function listTree(tree: ContextTree): TreeListing {
  const walk = new TreeWalk(tree);
  walk.run();
  return walk;
}

class TreeWalk implements TreeListing {
  public readonly entries: TreeEntry[] = [];
  public readonly problems: BuildContextProblem[] = [];
  public readonly secrets: string[] = [];
  public readonly dangling: string[] = [];
  private treeRoot: TreeRoot;
  private rules: IgnoreRules | undefined;

  public constructor(private readonly tree: ContextTree) {
    this.treeRoot = { path: tree.path, root: "" };
  }

  public get root(): string {
    return this.treeRoot.root;
  }

  public run(): void {
    const { source } = this.tree;
    try {
      this.treeRoot = { path: this.tree.path, root: realpathSync(source) };
      const stats = lstatSync(this.root);
      if (stats.isDirectory()) {
        this.rules = this.readRules();
        this.visitDirectory("", Verdict.Included);
      } else {
        this.visitOther("", stats);
      }
    } catch (error) {
      this.problems.push(systemProblem(source, error));
    }
    const empty = this.entries.every(
      (entry) =>
        entry.kind === "directory" || (entry.path === this.tree.path && entry.kind === "file" && entry.size === 0),
    );
    if (empty && this.problems.length === 0) {
      this.problems.push({
        path: source,
        message: "is empty",
        remedy:
          "Point to a file or directory with content, or correct the .dockerignore or .amlignore file that leaves all of it out",
      });
    }
  }

  public includes(path: string): boolean {
    const parts = path.split(sep);
    let verdict = Verdict.Included;
    parts.forEach((_, index) => {
      verdict = this.rules?.judge(parts.slice(0, index + 1).join("/"), verdict, true) ?? Verdict.Included;
    });
    return verdict === Verdict.Included;
  }

  private readRules(): IgnoreRules | undefined {
    if (this.tree.filter === "none") return undefined;
    for (const name of IGNORE_FILES) {
      try {
        const file = join(this.root, name);
        if (!statSync(file).isFile()) throw new Error("it is no file");
        return new IgnoreRules(textOf(readFileSync(file)), name === ".amlignore" ? "gitignore" : "dockerignore");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
        const page = "https://docs.docker.com/build/concepts/context/#dockerignore-files";
        this.problems.push({
          path: join(this.tree.source, name),
          message: `cannot be used (${(error as Error).message})`,
          remedy: `Correct the file: ${name === ".amlignore" ? "https://git-scm.com/docs/gitignore" : page}`,
        });
        return undefined;
      }
    }
    return new IgnoreRules("");
  }

  /** Whether anything was put into the context. */
  private visitDirectory(path: string, verdict: Verdict): boolean {
    let children: Dirent[];
    try {
      children = readdirSync(join(this.root, path), { withFileTypes: true });
    } catch (error) {
      this.problems.push(systemProblem(this.onDisk(path), error));
      return false;
    }
    const { rules } = this;
    const inherited = rules !== undefined && path !== "" && isVirtualEnvironment(children) ? Verdict.Clutter : verdict;
    const prefix = path === "" ? "" : `${path}/`;
    const names: string[] = [];
    let onlyClutter = children.length > 0;
    for (const child of children) {
      const childPath = prefix + child.name;
      const childVerdict = rules?.judge(childPath, inherited, child.isDirectory()) ?? Verdict.Included;
      if (childVerdict === Verdict.Secret && verdict !== Verdict.Secret) this.secrets.push(this.onDisk(childPath));
      onlyClutter &&= childVerdict === Verdict.Clutter;
      const enter = childVerdict === Verdict.Included || rules?.mayIncludeWithin(childPath, childVerdict);
      if (enter && this.visitChild(child, childPath, childVerdict)) names.push(child.name);
    }
    if (names.some((name) => UNUSUAL_NAME.test(name))) this.checkNames(names, prefix);
    const included = names.length > 0;
    // A directory in which Python has left nothing but its cache is one that version control no longer knows.
    if (!included && verdict === Verdict.Included && path !== "" && !onlyClutter) {
      this.entries.push({ kind: "directory", path: this.inContext(path) });
      return true;
    }
    return included;
  }

  private visitChild(child: Dirent, path: string, verdict: Verdict): boolean {
    if (child.isDirectory()) return this.visitDirectory(path, verdict);
    if (verdict !== Verdict.Included) return false;
    try {
      this.visitOther(path, lstatSync(`${this.root}/${path}`));
    } catch (error) {
      this.problems.push(systemProblem(this.onDisk(path), error));
    }
    return true;
  }

  private visitOther(path: string, stats: Stats): void {
    if (stats.isFile()) {
      const { mode } = stats;
      const executable = (mode & 0o100) !== 0;
      const shareable = (mode & 0o7777 & ~0o222) === (executable ? 0o555 : 0o444);
      this.entries.push(new FileEntry(this.inContext(path), this.treeRoot, executable, shareable, stats));
    } else if (stats.isSymbolicLink()) {
      this.visitLink(path);
    } else {
      this.problems.push({
        path: this.onDisk(path),
        message: `is ${specialKind(stats)}, which an image cannot hold`,
        remedy: "Remove it, or name it in a .dockerignore or .amlignore file",
      });
    }
  }

  private visitLink(path: string): void {
    const bytes = readlinkSync(join(this.root, path), { encoding: "buffer" });
    const target = bytes.toString("utf8");
    if (!bytes.equals(Buffer.from(target))) {
      this.problems.push({
        path: this.onDisk(path),
        message: "is a symbolic link whose target is not valid UTF-8",
        remedy: "Rename what it leads to",
      });
      return;
    }
    const end = this.follow(path);
    if (end === "outside") {
      this.problems.push({
        path: this.onDisk(path),
        message: `is a symbolic link that leads out of its directory, to ${quoted(target)}`,
        remedy:
          "Replace it by what it leads to (`cp -rL` copies a whole directory so), or by a relative link within the directory",
      });
      return;
    }
    if (end === "nothing") this.dangling.push(this.onDisk(path));
    this.entries.push({ kind: "link", path: this.inContext(path), target });
  }

  /** Where a link leads, taking one step at a time so that no step leaves the tree. */
  private follow(path: string): "inside" | "outside" | "nothing" {
    const reached: string[] = [];
    const ahead = path.split("/");
    for (let links = 0, part = ahead.shift(); part !== undefined; part = ahead.shift()) {
      if (part === "" || part === ".") continue;
      if (part === "..") {
        if (reached.pop() === undefined) return "outside";
        continue;
      }
      const stats = lstatSync(join(this.root, ...reached, part), { throwIfNoEntry: false });
      if (stats === undefined) return staysInside(reached.length, ahead) ? "nothing" : "outside";
      if (!stats.isSymbolicLink()) {
        reached.push(part);
        continue;
      }
      links += 1;
      if (links > MAX_LINKS_FOLLOWED) return "nothing";
      const target = readlinkSync(join(this.root, ...reached, part));
      if (isAbsolute(target)) return "outside";
      ahead.unshift(...target.split("/"));
    }
    return "inside";
  }

  /** @param names What was put into the context of one directory. */
  private checkNames(names: readonly string[], prefix: string): void {
    const taken = new Map<string, string>();
    for (const name of names) this.checkName(name, prefix + name, taken);
  }

  private checkName(name: string, path: string, taken: Map<string, string>): void {
    if (name.includes("\uFFFD")) {
      this.problems.push({
        path: this.onDisk(path),
        message: "has a name that is not valid UTF-8",
        remedy: "Rename it",
      });
    }
    const folded = name.normalize("NFC").toLowerCase();
    const other = taken.get(folded);
    if (other !== undefined) {
      this.problems.push({
        path: this.onDisk(path),
        message: `has a name that differs from ${quoted(other)} only by case or by how accents are encoded, so that some file systems can hold but one of the two`,
        remedy: "Rename one of them",
      });
    }
    taken.set(folded, name);
  }

  private inContext(path: string): string {
    return path === "" ? this.tree.path : `${this.tree.path}/${path}`;
  }

  private onDisk(path: string): string {
    return join(this.tree.source, path);
  }
}

/** Its own directory says so, whatever its name: https://docs.python.org/3/library/venv.html */
function isVirtualEnvironment(children: readonly Dirent[]): boolean {
  return children.some(({ name }) => name === "pyvenv.cfg" || name === "conda-meta");
}

/** Whether the rest of a path whose next part does not exist would stay within the tree. */
function staysInside(depth: number, ahead: readonly string[]): boolean {
  let level = depth + 1;
  for (const part of ahead) {
    if (part === "..") level -= 1;
    else if (part !== "" && part !== ".") level += 1;
    if (level < 0) return false;
  }
  return true;
}

function specialKind(stats: Stats): string {
  if (stats.isSocket()) return "a socket";
  if (stats.isFIFO()) return "a named pipe";
  return "a device";
}
