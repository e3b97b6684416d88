import { existsSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "fs";
import { isAbsolute, join, posix, relative, sep } from "path";
import type { ContextText, ContextTree } from "../build-context";
import { lfsPointersAt } from "../build-context/lfs-pointers";
import { textOf } from "../build-context/text";
import { listTree } from "../build-context/tree-walk";
import { isArchive, type LocalReference } from "./local-references";
import { isMet } from "./markers";
import {
  type LineProblem,
  normalizedName,
  parseRequirements,
  type Reference,
  type Requirement,
  type Requirements,
} from "./requirements";
import { BROUGHT } from "./version-conflicts";
import { fitsImage, readWheelName } from "./wheels";
import { notRequirements } from "./wrong-file";

/** Lines of requirements, and where they stand. */
export interface RequirementLines {
  readonly text: string;
  /** Where the file that holds them lies, absolute; undefined for lines of no file. */
  readonly directory: string | undefined;
  /** Name of the file. */
  readonly file: string;
}

/** Lines with all that they refer to. */
export interface RequirementFiles extends Omit<Requirements, "references"> {
  /** The other files of lines, with their paths in the directory. */
  readonly texts: readonly ContextText[];
  /** Packages that lie in the directory, with their paths in it. */
  readonly trees: readonly ContextTree[];
  /** Whether pip takes packages alone that have a hash. */
  readonly hashed: boolean;
}

/** Reads lines and the files that they refer to, as pip does when it runs in their directory. */
export function readRequirementFiles(
  { text, directory, file }: RequirementLines,
  pythonVersion: string,
): RequirementFiles {
  const reader = new Reader(directory, pythonVersion);
  reader.read({ text, path: file, kind: "requirements", includedBy: [] });
  return reader.result();
}

/** A file of lines that is read. */
interface LinesFile {
  readonly text: string;
  /** In the directory. */
  readonly path: string;
  readonly kind: "requirements" | "constraints";
  /** Paths of the files that lead to it. */
  readonly includedBy: readonly string[];
}

/** What is wrong with a line. */
type Fault = Omit<LineProblem, "line">;

class Reader {
  private readonly requirements: Requirement[] = [];
  private readonly problems: LineProblem[] = [];
  private readonly texts = new Map<string, ContextText>();
  private readonly trees = new Map<string, ContextTree>();
  private readonly done = new Set<string>();
  private readonly indexes: string[] = [];
  private readonly options: string[] = [];
  private open = false;
  private hashed = false;

  public constructor(
    private readonly directory: string | undefined,
    private readonly pythonVersion: string,
  ) {}

  public read(file: LinesFile): void {
    const isFirst = file.includedBy.length === 0;
    const read = parseRequirements(file.text, isFirst ? undefined : file.path);
    this.problems.push(...read.problems);
    this.indexes.push(...read.indexes);
    this.options.push(...read.options);
    this.open ||= read.open && file.kind === "requirements";
    this.hashed ||=
      read.options.some((name) => /^--(?:hash|require-hashes)$/.test(name)) ||
      [...read.requirements, ...read.references].some(({ hashed }) => hashed);
    for (const requirement of read.requirements) this.add(requirement, file.kind);
    for (const reference of read.references) {
      const fault = this.follow(reference, file);
      if (fault !== undefined) this.problems.push({ ...fault, line: reference.line });
    }
  }

  public result(): RequirementFiles {
    const { problems, open, hashed, indexes, options } = this;
    const needed = new Set(this.requirements.filter(({ isConstraint }) => !isConstraint).map(({ name }) => name));
    for (const name of BROUGHT) needed.add(name);
    // pip takes no notice of constraints of other packages
    const requirements = this.requirements.filter(({ name, isConstraint }) => !isConstraint || needed.has(name));
    const texts = [...this.texts.values()].filter(({ path }) => !this.isInProject(path));
    const trees = [...this.trees.values()].filter(({ path }) => !this.isInProject(path));
    return { requirements, problems, open, hashed, indexes, options, texts, trees };
  }

  /** Whether a path comes with a project that is taken along as a whole. */
  private isInProject(path: string): boolean {
    return [...this.trees.values()].some((tree) => {
      const isHeld = (held: string) => held === path || held.startsWith(`${path}/`);
      return path.startsWith(`${tree.path}/`) && listTree(tree).entries.some((entry) => isHeld(entry.path));
    });
  }

  private add(requirement: Requirement, kind: LinesFile["kind"]): void {
    if (kind === "requirements") {
      this.requirements.push(requirement);
      return;
    }
    const fault = faultOfConstraint(requirement);
    if (fault === undefined) this.requirements.push({ ...requirement, isConstraint: true });
    else this.problems.push({ ...fault, line: requirement.line });
  }

  private follow(reference: Reference, file: LinesFile): Fault | undefined {
    const { directory } = this;
    const fault = faultOfPath(reference);
    if (directory === undefined) {
      // what is wrong in any place
      if (reference.kind === "editable" || fault === FILE_OF_CONDA) return fault;
      const remedy = "Write the lines into a file, and take Environment.fromRequirements.";
      return local("packages and indexes only, as a list lies beside no files", remedy);
    }
    if (fault !== undefined) return fault;
    const path = placeOf(reference, file, directory);
    if (/^\.\.(?:\/|$)/.test(path) || leadsOut(directory, path)) return OUTSIDE;
    const stats = statSync(join(directory, path), { throwIfNoEntry: false });
    switch (reference.kind) {
      case "requirements":
      case "constraints":
        return this.include(path, stats, reference.kind, [...file.includedBy, file.path]);
      case "links":
        return this.takeLinks(path, stats);
      default:
        return this.takePackage(path, stats, reference, file);
    }
  }

  private include(
    path: string,
    stats: Stats | undefined,
    kind: LinesFile["kind"],
    includedBy: readonly string[],
  ): Fault | undefined {
    if (!stats?.isFile()) return missing("a file", path);
    if (includedBy.includes(path))
      return local("files that do not include each other in a circle", "Take the line out.");
    if (this.done.has(`${kind} ${path}`)) return undefined;
    this.done.add(`${kind} ${path}`);
    const source = this.sourceOf(path);
    if (lfsPointersAt(source).length > 0) return LFS_POINTER;
    const text = textOf(readFileSync(source)).replace(/\r\n/g, "\n");
    if (text.includes("\0")) return local("a file of lines behind -r and -c", "Write the path of a package alone.");
    const wrong = notRequirements(path, text);
    if (wrong !== undefined) {
      const { what, remedy } = wrong;
      const isConda = remedy.includes("fromConda");
      const own = isConda ? "Write its pip packages into a requirements file." : remedy;
      return { code: "environment-file", message: `a requirements file, not ${what}`, remedy: own };
    }
    this.texts.set(path, { path, text });
    this.read({ text, path, kind, includedBy });
    return undefined;
  }

  /** Of a directory, pip looks at the packages in it and no deeper. */
  private takeLinks(path: string, stats: Stats | undefined): Fault | undefined {
    if (stats === undefined) return missing("a directory", path);
    this.indexes.push(path);
    // what private packages bring is not known by their names
    this.open = true;
    const names = stats.isDirectory() ? readdirSync(this.sourceOf(path)).filter(isListed).sort() : [""];
    const faults = names.map((name) => this.takeFile(posix.join(path, name)));
    return faults.find((fault) => fault !== undefined);
  }

  private takePackage(
    path: string,
    stats: Stats | undefined,
    { marker, hashed, line }: Reference,
    { kind, path: file }: LinesFile,
  ): Fault | undefined {
    const isCertain = marker === undefined || isMet(marker, this.pythonVersion) === true;
    if (stats === undefined) {
      // one for another system need not be there
      if (!isCertain) return undefined;
      const beside = posix.join(posix.dirname(file), path);
      const isBeside = beside !== path && existsSync(this.sourceOf(beside));
      return missing(
        "a file",
        path,
        isBeside ? `Write ./${beside}: pip looks from the directory of the first file.` : undefined,
      );
    }
    const wheel = readWheelName(posix.basename(path));
    this.open ||= kind === "requirements";
    const name = wheel && normalizedName(wheel.name);
    this.add({ name, specifiers: ["@"], marker, hashed, line }, kind);
    if (stats.isDirectory()) return this.takeProject(path);
    if (!isArchive(path))
      return local("a wheel, an archive of sources, or a project's directory", "Write -r before a file of lines.");
    if (/\.whl$/i.test(path) && wheel === undefined) return WHEEL_NAME;
    const fits = wheel === undefined || !isCertain || kind === "constraints" || fitsImage(wheel, this.pythonVersion);
    return fits ? this.takeFile(path) : misfit(this.pythonVersion);
  }

  private takeProject(path: string): Fault | undefined {
    if (path === ".") return local("a directory beside the file, or a file", OWN_MODULES);
    const isProject = ["pyproject.toml", "setup.py"].some((name) => existsSync(this.sourceOf(`${path}/${name}`)));
    if (!isProject)
      return local(
        "a directory with a pyproject.toml or setup.py",
        `${OWN_MODULES} Write --find-links before a directory of packages.`,
      );
    this.trees.set(path, { path, source: this.sourceOf(path), filter: "dockerignore" });
    return undefined;
  }

  private takeFile(path: string): Fault | undefined {
    const source = this.sourceOf(path);
    if (leadsOut(this.directory!, path)) return OUTSIDE;
    if (statSync(source, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    if (lfsPointersAt(source).length > 0) return LFS_POINTER;
    this.trees.set(path, { path, source, filter: "none" });
    return undefined;
  }

  private sourceOf(path: string): string {
    return join(this.directory!, path);
  }
}

/** Other files count from the file that names them, packages from where pip runs, and what is only looked at from either. */
function placeOf({ kind, path }: LocalReference, file: LinesFile, directory: string): string {
  const beside = posix.join(posix.dirname(file.path), path);
  const isBeside = kind === "links" ? existsSync(join(directory, beside)) : kind !== "package";
  return (isBeside ? beside : posix.normalize(path)).replace(/(?<=.)\/$/, "");
}

/** Whether a symbolic link leads out of the directory. */
function leadsOut(directory: string, path: string): boolean {
  try {
    const way = relative(realpathSync(directory), realpathSync(join(directory, path)));
    return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  } catch {
    return false;
  }
}

function isListed(name: string): boolean {
  return isArchive(name) || /\.html?$/i.test(name);
}

function faultOfPath({ kind, path, isBehindName, unread }: LocalReference): Fault | undefined {
  if (kind === "editable") {
    const remedy = /^\.?[\\/]?$/.test(path)
      ? OWN_MODULES
      : `${OWN_MODULES} A project beside the file can be installed without -e.`;
    return local("packages that can be copied into the image, not a project that stays where it is", remedy);
  }
  if (unread !== "") {
    const message = "one option a line, as pip leaves the rest unread";
    return { code: "environment-option", message, remedy: `Put ${unread} on a line of its own.` };
  }
  if (/^file:/i.test(path)) return isBehindName ? FILE_OF_CONDA : FILE_URL;
  if (isAbsolute(path) || /^(?:~|[a-z]:)[\\/]|^\\/i.test(path)) return OUTSIDE;
  if (path.includes("${")) return local("a path that is known when the stack is synthesized", "Write it out.");
  if (path.includes("\\")) return local("a path of Linux", "Write / instead of \\.");
  if (isBehindName)
    return local("a URL after @", `Write ${/^\.?\//.test(path) ? path : `./${path}`} without the name.`);
  return undefined;
}

function faultOfConstraint({ name, line }: Requirement): Fault | undefined {
  const link = "Take it out, or put it into a requirements file.";
  const message = "constraints of pip: a package's name with versions, without extras";
  const isConstraint = name !== undefined && !/^(?:.*, line \d+: )?[\w.-]+\s*\[\s*\w/.test(line);
  return isConstraint ? undefined : { code: "environment-requirement", message, remedy: link };
}

const OWN_MODULES = "Put own modules into the source directory.";

function local(message: string, remedy: string): Fault {
  return { code: "environment-local-requirement", message, remedy };
}

function missing(what: string, path: string, remedy?: string): Fault {
  const where = "Put it there, or correct the path.";
  return local(`${what} that exists, here ${path} in the directory of the environment's file`, remedy ?? where);
}

function misfit(pythonVersion: string): Fault {
  const message = `a wheel for CPython ${pythonVersion} on Linux, x86-64`;
  const remedy = `Take one with a tag such as cp${pythonVersion.replace(".", "")}-manylinux_2_28_x86_64 or py3-none-any, or the archive of the sources.`;
  return { code: "environment-wheel", message, remedy };
}

const OUTSIDE = local(
  "a path in the directory of the environment's file, or below it",
  `Copy what it leads to there, and write the path from there, for example ./wheels/a-1.0-py3-none-any.whl. ${OWN_MODULES}`,
);

const FILE_URL = local(
  "a path in the directory of the environment's file, not a file: URL",
  `Write the path from there, for example ./wheels/a-1.0-py3-none-any.whl. ${OWN_MODULES}`,
);

const FILE_OF_CONDA = local(
  "a version or a URL of an index: file: is a path on the machine that listed the packages",
  "Write for example numpy==2.3.3; pip list --format=freeze lists the versions. Of a file beside the environment's, write the path alone.",
);

const LFS_POINTER = local(
  "the file itself, not the pointer that Git LFS keeps in its place",
  "Run git lfs pull; in CI, switch LFS on where the repository is checked out.",
);

const WHEEL_NAME: Fault = {
  code: "environment-wheel",
  message: "a wheel's name: name-version-python-abi-platform.whl",
  remedy: "Keep the name that the wheel was built under.",
};
