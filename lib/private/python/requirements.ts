import type { BreachCode } from "../validation/codes";
import { type LocalReference, localReference } from "./local-references";
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
  /** The environment marker that says when it counts. */
  readonly marker?: Marker | undefined;
  /** Whether it has an option `--hash`. */
  readonly hashed?: boolean;
  /** Whether it only says which version the package has to have, should something need it. */
  readonly isConstraint?: boolean;
  readonly line: string;
}

/** A line that pip could not use in the image, and why. */
export interface LineProblem {
  readonly line: string;
  readonly code: BreachCode;
  readonly message: string;
  readonly remedy: string;
}

/** A file or directory that a line names. */
export interface Reference extends LocalReference {
  readonly marker: Marker | undefined;
  readonly hashed: boolean;
  readonly line: string;
}

export interface Requirements {
  readonly requirements: readonly Requirement[];
  readonly problems: readonly LineProblem[];
  readonly references: readonly Reference[];
  /** Whether there may be packages that the lines do not name. */
  readonly open: boolean;
  /** Where pip looks for packages, beside or in place of PyPI. */
  readonly indexes: readonly string[];
  /** Names of the options on lines of their own. */
  readonly options: readonly string[];
}

const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const REQUIREMENT = new RegExp(`^(${NAME})\\s*(?:\\[\\s*(?:${NAME}\\s*(?:,\\s*${NAME}\\s*)*)?\\])?\\s*(.*)$`, "s");

/**
 * Reads a requirements file as pip does. What is not known for wrong passes.
 *
 * @param text of the file
 * @param file its name, for what is said of a line; none where there is but one
 */
export function parseRequirements(text: string, file?: string): Requirements {
  const requirements: Requirement[] = [];
  const problems: LineProblem[] = [];
  const references: Reference[] = [];
  const indexes: string[] = [];
  const options: string[] = [];
  let open = false;
  for (const { line, number } of logicalLines(text)) {
    const read = readLine(line, file === undefined ? line : `${file}, line ${number}: ${line}`);
    if ("code" in read) problems.push(read);
    else if ("path" in read) references.push(read);
    else if (read.requirement === undefined) {
      open = true;
      options.push(...read.options.map(({ name }) => name));
      indexes.push(...read.options.filter(({ name }) => INDEX_OPTIONS.includes(name)).map(({ value }) => value!));
    } else {
      requirements.push(read.requirement);
      if (read.requirement.name === undefined) open = true;
    }
  }
  return { requirements, problems, references, open, indexes, options };
}

const INDEX_OPTIONS = ["--index-url", "--extra-index-url", "--find-links"];

type ReadLine = { readonly requirement: Requirement | undefined; readonly options: PipLine["options"] };

/** @param line as it is told of */
function readLine(given: string, line: string): ReadLine | Reference | LineProblem {
  if (OF_ANOTHER_KIND.test(given)) return unreadable(line);
  try {
    const { requirement, options } = readPipLine(given);
    const hashed = options.some(({ name }) => name === "--hash");
    const local = localReference({ requirement, options });
    if (local !== undefined) return { ...local, marker: markerOf(local.condition), hashed, line };
    // variables of the build
    if (requirement === "" || given.includes("${")) return { requirement: undefined, options };
    const parsed = parseRequirement(requirement, line);
    if (parsed === undefined) return unreadable(line);
    return { requirement: { ...parsed, hashed }, options };
  } catch (error) {
    if (error instanceof PipOptionError) {
      return { line, code: "environment-option", message: error.message, remedy: error.remedy };
    }
    if (error instanceof MarkerError)
      return { line, code: "environment-marker", message: MARKER, remedy: error.message };
    throw error;
  }
}

/** An item of a list, and a command, whose options are not the line's. */
const OF_ANOTHER_KIND =
  /^(?:-\s|(?:\S+\s+)?(?:\S+\s+-m\s+)?(?:pip3?|uv|conda|mamba|poetry)\s+(?:pip\s+)?(?:install|add)\s)/;

const MARKER = 'an environment marker that pip can read, such as python_version >= "3.10" and sys_platform == "linux"';

function unreadable(line: string): LineProblem {
  return {
    line,
    code: "environment-requirement",
    message: "a package's name with versions after ==, >=, <=, ~=, !=, with commas between, or a URL after @",
    remedy: remedyOf(line),
  };
}

/** Lines joined where they end with a backslash, save for comments, and without these, each with the number it begins at. */
function logicalLines(text: string): { readonly line: string; readonly number: number }[] {
  const physical = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .replace(/^[^\S\n]*#.*$/gm, " #")
    .split("\n");
  const joined: { line: string; number: number }[] = [];
  physical.forEach((line, i) => {
    const before = joined.at(-1);
    if (before?.line.endsWith("\\")) before.line = before.line.slice(0, -1) + line;
    else joined.push({ line, number: i + 1 });
  });
  return joined
    .map(({ line, number }) => ({ line: line.replace(/(^|\s+)#.*$/, "").trim(), number }))
    .filter(({ line }) => line !== "");
}

function markerOf(condition = ""): Marker | undefined {
  return condition.trim() === "" ? undefined : parseMarker(condition);
}

const URL_ALONE = /^(?:https?|ftp|(?:git|hg|svn|bzr)\+[a-z+]+):\/\/\S/i;

/** @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */
function parseRequirement(text: string, line: string): Requirement | undefined {
  const isUrl = URL_ALONE.test(text);
  const [, given = "", condition = ""] = (isUrl ? /^(.*?)(?:; (.*))?$/s : /^([^;]*)(?:;(.*))?$/s).exec(text) ?? [];
  const marker = markerOf(condition);
  const common = { marker, line };
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
