import { show } from "../validation/display";
import type { Inspector } from "../validation/inspector";

/** One requirement of a requirements file. */
export interface Requirement {
  /** Name of the package, normalized: lower case, hyphens for what separates. Undefined for a URL without a name. */
  readonly name: string | undefined;
  /** Version specifiers, for example `==1.2` and `<3`. */
  readonly specifiers: readonly string[];
  /** Whether an environment marker says when it counts. */
  readonly conditional: boolean;
  readonly line: string;
}

/** A line that pip could not use in the image, and why. */
interface LineProblem {
  readonly line: string;
  readonly code: "environment-local-requirement" | "environment-requirement";
  readonly message: string;
  readonly remedy: string;
}

export interface Requirements {
  readonly requirements: readonly Requirement[];
  readonly problems: readonly LineProblem[];
  /** Whether there may be packages that the lines do not name. */
  readonly open: boolean;
}

const FORMAT_PAGE = "https://pip.pypa.io/en/stable/reference/requirements-file-format/";

const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const REQUIREMENT = new RegExp(`^(${NAME})\\s*(?:\\[\\s*(?:${NAME}\\s*(?:,\\s*${NAME}\\s*)*)?\\])?\\s*(.*)$`, "s");
const SPECIFIER = /^(===|==|~=|!=|<=|>=|<|>)\s*([^\s,;()]+)$/;

/** @see https://packaging.python.org/en/latest/specifications/version-specifiers/#appendix-parsing-version-strings-with-regular-expressions */
const VERSION =
  /^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?(?:\.\*)?$/i;

/** Reads a requirements file as pip does. What is not known for wrong passes. */
export function parseRequirements(text: string): Requirements {
  const requirements: Requirement[] = [];
  const problems: LineProblem[] = [];
  let open = false;
  for (const line of logicalLines(text)) {
    const local = localProblem(line);
    if (local !== undefined) problems.push(local);
    else if (line.startsWith("-") && !OPTION.test(line)) problems.push({ line, ...UNREADABLE });
    else if (line.startsWith("-") || line.includes("${")) open = true;
    else if (/^(?:https?|ftp|(?:git|hg|svn|bzr)\+[a-z+]+):\/\/\S/i.test(line)) {
      requirements.push({ name: undefined, specifiers: [], conditional: false, line });
      open = true;
    } else {
      const parsed = parseRequirement(line);
      if (parsed === undefined) problems.push({ line, ...UNREADABLE });
      else requirements.push(parsed);
    }
  }
  return { requirements, problems, open };
}

/** Options that a line of its own may have, of one file for all of pip's versions. */
const OPTION =
  /^(?:(?:-i|--index-url|--extra-index-url|-f|--find-links|-r|--requirement|-c|--constraint|-e|--editable|--no-binary|--only-binary|--trusted-host|--use-feature)(?:[\s=]+\S.*|(?<=^-\w)\S.*)|--(?:no-index|prefer-binary|require-hashes|pre))$/;

const UNREADABLE = {
  code: "environment-requirement",
  message: "a package's name with versions after ==, >=, <=, ~=, != or a URL after @",
  remedy:
    "Write for example scikit-learn==1.7.2; a single = is conda's way: of a conda file take Environment.fromConda.",
} as const;

/** Lines joined where they end with a backslash, without comments. */
function logicalLines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .replace(/\\\n/g, "")
    .split("\n")
    .map((line) => line.replace(/(^|\s+)#.*$/, "").trim())
    .filter((line) => line !== "");
}

function localProblem(line: string): LineProblem | undefined {
  const isFile = /^(-r|-c|-e|--requirement|--constraint|--editable)(?=[\s=\w./])/.test(line);
  const isRemote =
    /^(-e|--editable)[\s=]*(?!file:)[a-z+]+:\/\/(?!\/)|^(-r|-c|--requirement|--constraint)[\s=]*https?:/i.test(line);
  const isPath =
    /^(\.{0,2}[/\\]|\.$|file:|~[/\\]|[a-z]:\\)/i.test(line) || /^[^@:]*[/\\][^@:]*$/.test(line.split(/[;\s]/)[0]!);
  const isWheel = /^[^@:/\s]+\.(whl|tar\.gz|zip)$/.test(line);
  const findsHere = /^(-f|--find-links)[\s=]+(?!https?:)/i.test(line);
  const atPath = /^[^#;]*@\s*file:/i.test(line);
  if (!((isFile && !isRemote) || (isPath && !line.startsWith("-")) || isWheel || findsHere || atPath)) return undefined;
  return {
    line,
    code: "environment-local-requirement",
    message: "packages and indexes only: the files and directories beside it are not there when the image is built",
    remedy: "Write the packages into one file (pip-compile does), and put own modules into the source directory.",
  };
}

/** Nothing, or comparisons with a text in quotes. */
const MARKER = /^\s*$|^(?=[^]*["'])[\s(]*(?:[a-z_.]+|"[^"]*"|'[^']*')\s*(?:===?|!=|<=?|>=?|~=|(?:not\s+)?in\b)/;

/** @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/ */
function parseRequirement(line: string): Requirement | undefined {
  const [, name, rest] = REQUIREMENT.exec(line) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  const named = { name: normalizedName(name), conditional: rest.includes(";"), line };
  if (rest.startsWith("@")) return /^@\s*\S+/.test(rest) ? { ...named, specifiers: ["@"] } : undefined;
  // options of one requirement, such as --hash, and the environment marker
  const versions = rest
    .replace(/\s+--?[a-z].*$/s, "")
    .replace(/;.*$/s, "")
    .trim();
  const [, marker] = /;(.*)$/s.exec(rest) ?? [];
  if (marker !== undefined && !MARKER.test(marker.replace(/\s+--?[a-z].*$/s, ""))) return undefined;
  const bare = /^\((.*)\)$/.exec(versions)?.[1] ?? versions;
  if (bare.trim() === "") return { ...named, specifiers: [] };
  const specifiers = bare
    .replace(/,\s*$/, "")
    .split(",")
    .map((part) => part.trim());
  return specifiers.every(isSpecifier) ? { ...named, specifiers } : undefined;
}

function isSpecifier(text: string): boolean {
  const [, operator, version] = SPECIFIER.exec(text) ?? [];
  if (version === undefined) return false;
  if (operator === "===") return true;
  if (operator === "~=" && !/\d\.\d/.test(version)) return false;
  return VERSION.test(version) && (operator === "==" || operator === "!=" || !version.endsWith("*"));
}

/** @see https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** What an environment's pip requirements have to be. */
export function judgeRequirements(inspector: Inspector, prop: string, { requirements, problems }: Requirements): void {
  for (const { line, code, message, remedy } of problems) {
    inspector.refuse({ code, prop, value: line, message, remedy, link: FORMAT_PAGE });
  }
  judgePins(inspector, prop, requirements);
  const unpinned = requirements.filter(({ name, specifiers }) => name !== undefined && !specifiers.some(isPin));
  if (unpinned.length > 0) {
    const names = unpinned.map(({ name }) => name).join(", ");
    const message = `Not pinned to a version: ${names}. A later build of the image may get other versions.`;
    inspector.warn(`${message} Write for example ${unpinned[0]!.name}==1.2.3.`, "environment-unpinned");
  }
}

/** Refuses versions that the runtime cannot work with, and lines that no version can meet together. */
export function judgePins(inspector: Inspector, prop: string, requirements: readonly Requirement[]): void {
  const certain = requirements.filter(({ conditional }) => !conditional);
  for (const name of new Set(certain.map((requirement) => requirement.name))) {
    const same = certain.filter((requirement) => requirement.name === name);
    const value = same.map(({ line }) => line).join("; ");
    const specifiers = same.flatMap((requirement) => requirement.specifiers);
    const range = RUNTIME_RANGES.find((candidate) => candidate.name === name);
    if (!mayMeet(specifiers)) {
      inspector.refuse({
        code: "environment-conflict",
        prop,
        value,
        message: `versions of ${name} that can be met together`,
        remedy: "Leave one of them, or say with an environment marker when each counts.",
        link: "https://pip.pypa.io/en/stable/topics/dependency-resolution/",
      });
    } else if (range !== undefined && !mayMeet([...specifiers, ...range.specifiers])) {
      inspector.refuse({
        code: "environment-runtime-pin",
        prop,
        value,
        message: `a version of ${name} ${range.specifiers.join(", ")}: ${range.reason}`,
        remedy: "Change the version, or leave the package out.",
        link: "https://pypi.org/project/azureml-inference-server-http/",
      });
    }
  }
}

/** Whether user and password stand in a URL: the file is copied into the image. */
export function warnOfCredentials(inspector: Inspector, text: string): void {
  const [found] = /[a-z][a-z0-9+.-]*:\/\/[^\s/@$]+@[^\s/]+/i.exec(text) ?? [];
  if (found === undefined) return;
  const message = `The environment's file holds credentials (${show(found)}), which anyone who pulls the image can read.`;
  inspector.warn(`${message} Give the index in a build secret.`, "environment-credentials");
}

function isPin(specifier: string): boolean {
  return specifier.startsWith("@") || /^={2,3}(?!.*\*$)/.test(specifier);
}

interface RuntimeRange {
  readonly name: string;
  readonly specifiers: readonly [from: string, below: string];
  readonly reason: string;
}

const SERVER = "Microsoft's inference server, by which the runtime calls the script, needs it";

/** Versions that the runtime can work with; `image/requirements.txt` names the first two. */
export const RUNTIME_RANGES: readonly RuntimeRange[] = [
  { name: "azure-functions", specifiers: [">=1.21", "<3"], reason: "the runtime is written for it" },
  {
    name: "azureml-inference-server-http",
    specifiers: [">=0.8", "<2"],
    reason: "the runtime calls the script by it",
  },
  { name: "flask", specifiers: [">=1", "<4"], reason: SERVER },
  { name: "pydantic", specifiers: [">=1.9", "<3"], reason: SERVER },
];

/** Whether some version may meet all of the specifiers. */
function mayMeet(specifiers: readonly string[]): boolean {
  const bounds = specifiers.flatMap(boundsOf);
  const ends = (side: Bound["side"]) => bounds.filter((bound) => bound.side === side);
  return ends("from").every((from) => ends("to").every((to) => compare(from, to) <= 0));
}

/** One end of the versions that a specifier allows. */
interface Bound {
  readonly side: "from" | "to";
  readonly release: readonly number[];
  /** Whether the release itself is outside. */
  readonly excluded: boolean;
}

/** The ends of what one specifier allows; of pre-releases and the like, the release counts. */
function boundsOf(specifier: string): Bound[] {
  const [, operator, version] = SPECIFIER.exec(specifier) ?? [];
  const release = /^v?(\d+(?:\.\d+)*)(?![\d!])/i
    .exec(version ?? "")?.[1]
    ?.split(".")
    .map(Number);
  if (release === undefined) return [];
  const from = (excluded = false): Bound => ({ side: "from", release, excluded });
  const to = (end: readonly number[], excluded: boolean): Bound => ({ side: "to", release: end, excluded });
  const next = (parts: readonly number[]) => [...parts.slice(0, -1), parts.at(-1)! + 1];
  switch (operator) {
    case "<":
    case "<=":
      return [to(release, operator === "<")];
    case ">":
    case ">=":
      return [from(operator === ">")];
    case "~=":
      return [from(), to(next(release.slice(0, -1)), true)];
    case "==":
    case "===":
      return [from(), version!.endsWith(".*") ? to(next(release), true) : to(release, false)];
    default:
      return [];
  }
}

/** Where `left` lies behind `right`, this is positive; ends at one release leave nothing where one of them is outside. */
function compare(left: Bound, right: Bound): number {
  for (let i = 0; i < Math.max(left.release.length, right.release.length); i++) {
    const difference = (left.release[i] ?? 0) - (right.release[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.excluded || right.excluded ? 1 : 0;
}
