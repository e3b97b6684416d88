import { type Marker, MarkerError, parseMarker } from "./markers";
import { type PipLine, PipOptionError, readPipLine } from "./pip-options";
import { remedyOf } from "./requirement-remedies";
import { isSpecifier } from "./specifiers";

/** One requirement of a requirements file. */
export interface Requirement {
  /** Name of the package, normalized: lower case, hyphens for what separates. Undefined for a URL without a name. */
  readonly name: string | undefined;
  /** Version specifiers, for example `==1.2` and `<3`. */
  readonly specifiers: readonly string[];
  /** Whether an environment marker says when it counts. */
  readonly conditional: boolean;
  readonly marker?: Marker | undefined;
  /** Whether it has an option `--hash`. */
  readonly hashed?: boolean;
  readonly line: string;
}

/** A line that pip could not use in the image, and why. */
interface LineProblem {
  readonly line: string;
  readonly code:
    "environment-local-requirement" | "environment-marker" | "environment-option" | "environment-requirement";
  readonly message: string;
  readonly remedy: string;
}

export interface Requirements {
  readonly requirements: readonly Requirement[];
  readonly problems: readonly LineProblem[];
  /** Whether there may be packages that the lines do not name. */
  readonly open: boolean;
  /** Where pip looks for packages, beside or in place of PyPI. */
  readonly indexes: readonly string[];
  /** Names of the options on lines of their own. */
  readonly options: readonly string[];
}

const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const REQUIREMENT = new RegExp(`^(${NAME})\\s*(?:\\[\\s*(?:${NAME}\\s*(?:,\\s*${NAME}\\s*)*)?\\])?\\s*(.*)$`, "s");

/** Reads a requirements file as pip does. What is not known for wrong passes. */
export function parseRequirements(text: string): Requirements {
  const requirements: Requirement[] = [];
  const problems: LineProblem[] = [];
  const indexes: string[] = [];
  const options: string[] = [];
  let open = false;
  for (const line of logicalLines(text)) {
    const local = localProblem(line);
    const read = local ?? readLine(line);
    if ("code" in read) problems.push(read);
    else if (read.requirement === undefined) {
      open = true;
      options.push(...read.options.map(({ name }) => name));
      indexes.push(...read.options.filter(({ name }) => INDEX_OPTIONS.includes(name)).map(({ value }) => value!));
    } else {
      requirements.push(read.requirement);
      if (read.requirement.name === undefined) open = true;
    }
  }
  return { requirements, problems, open, indexes, options };
}

const INDEX_OPTIONS = ["--index-url", "--extra-index-url", "--find-links"];

type ReadLine = { readonly requirement: Requirement | undefined; readonly options: PipLine["options"] };

function readLine(line: string): ReadLine | LineProblem {
  try {
    const { requirement, options } = readPipLine(line);
    // variables of the build
    if (requirement === "" || line.includes("${")) return { requirement: undefined, options };
    const parsed = parseRequirement(requirement, line);
    if (parsed === undefined) return unreadable(line);
    return { requirement: { ...parsed, hashed: options.some(({ name }) => name === "--hash") }, options };
  } catch (error) {
    if (error instanceof PipOptionError) {
      return { line, code: "environment-option", message: error.message, remedy: error.remedy };
    }
    if (error instanceof MarkerError)
      return { line, code: "environment-marker", message: MARKER, remedy: error.message };
    throw error;
  }
}

const MARKER = 'an environment marker that pip can read, such as python_version >= "3.10" and sys_platform == "linux"';

function unreadable(line: string): LineProblem {
  return {
    line,
    code: "environment-requirement",
    message: "a package's name with versions after ==, >=, <=, ~=, !=, with commas between, or a URL after @",
    remedy: remedyOf(line),
  };
}

/** Lines joined where they end with a backslash, save for comments, and without these. */
function logicalLines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .replace(/^\s*#.*$/gm, " #")
    .replace(/\\\n/g, "")
    .split("\n")
    .map((line) => line.replace(/(^|\s+)#.*$/, "").trim())
    .filter((line) => line !== "");
}

const OF_ANOTHER_MACHINE = {
  code: "environment-local-requirement",
  message: "packages that an index has: what conda has installed, pip freeze tells by its path on that machine",
  remedy: "Write the file with pip list --format=freeze, which tells the versions.",
} as const;

function localProblem(line: string): LineProblem | undefined {
  const isFile = /^(-r|-c|-e|--requirement|--constraint|--editable)(?=[\s=\w./])/.test(line);
  const isRemote =
    /^(-e|--editable)[\s=]*(?!file:)[a-z+]+:\/\/(?!\/)|^(-r|-c|--requirement|--constraint)[\s=]*https?:/i.test(line);
  const isPath =
    /^(\.{0,2}[/\\]|\.$|file:|~[/\\]|[a-z]:\\)/i.test(line) || /^[^@:]*[/\\][^@:]*$/.test(line.split(/[;\s]/)[0]!);
  const isWheel = /^[^@:/\s]+\.(whl|tar\.gz|zip)$/.test(line);
  const findsHere = /^(-f|--find-links)[\s=]+(?!https?:)/i.test(line);
  if (/^[^#;]*@\s*file:/i.test(line)) return { line, ...OF_ANOTHER_MACHINE };
  if (!((isFile && !isRemote) || (isPath && !line.startsWith("-")) || isWheel || findsHere)) return undefined;
  return {
    line,
    code: "environment-local-requirement",
    message: "packages and indexes only: the files and directories beside it are not there when the image is built",
    remedy: "Write the packages into one file (pip-compile does), and put own modules into the source directory.",
  };
}

const URL_ALONE = /^(?:https?|ftp|(?:git|hg|svn|bzr)\+[a-z+]+):\/\/\S/i;

/** @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */
function parseRequirement(text: string, line: string): Requirement | undefined {
  const isUrl = URL_ALONE.test(text);
  const [, given = "", condition = ""] = (isUrl ? /^(.*?)(?:; (.*))?$/s : /^([^;]*)(?:;(.*))?$/s).exec(text) ?? [];
  const marker = condition.trim() === "" ? undefined : parseMarker(condition);
  const common = { conditional: marker !== undefined, marker, line };
  if (isUrl) return { ...common, name: undefined, specifiers: [] };
  const [, name, rest] = REQUIREMENT.exec(given.trim()) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  const named = { ...common, name: normalizedName(name) };
  if (rest.startsWith("@")) return /^@\s*(?!v?\d[\w.]*$)\S+$/.test(rest) ? { ...named, specifiers: ["@"] } : undefined;
  const bare = /^\((.*)\)$/.exec(rest)?.[1] ?? rest;
  if (bare.trim() === "") return { ...named, specifiers: [] };
  const specifiers = bare
    .replace(/,\s*$/, "")
    .split(",")
    .map((part) => part.trim());
  return specifiers.every(isSpecifier) ? { ...named, specifiers } : undefined;
}

/** @see https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
