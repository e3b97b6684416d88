import { isSpecifier } from "./specifiers";

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

const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const REQUIREMENT = new RegExp(`^(${NAME})\\s*(?:\\[\\s*(?:${NAME}\\s*(?:,\\s*${NAME}\\s*)*)?\\])?\\s*(.*)$`, "s");

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

/** @see https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
