import type { PipLine } from "./pip-options";

/** What a line names that lies on disk. */
export interface LocalReference {
  /**
   * `requirements` and `constraints`: another file of lines; `links`: a directory with packages; `package`: a wheel, an
   * archive of sources or a project's directory; `editable`: a project that is installed in place.
   */
  readonly kind: "requirements" | "constraints" | "links" | "package" | "editable";
  /** As pip reads it, without quotes and extras. */
  readonly path: string;
  /** The environment marker, where there is one. */
  readonly condition: string | undefined;
  /** Whether it stands behind a name and `@`, where pip takes no path. */
  readonly isBehindName: boolean;
  /** What else stands on the line that pip leaves unread. */
  readonly unread: string;
}

/** What a line names on disk; undefined for a line that names nothing there, or not by its path. */
export function localReference({ requirement, options }: PipLine): LocalReference | undefined {
  return requirement === "" ? referenceOfOptions(options) : referenceOfRequirement(requirement);
}

/** Options with a path: of several on a line, pip reads the first of these alone. */
const KINDS = {
  "--editable": "editable",
  "--requirement": "requirements",
  "--constraint": "constraints",
  "--find-links": "links",
} as const;

function referenceOfOptions(options: PipLine["options"]): LocalReference | undefined {
  const names = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const name = names.find((candidate) => options.some((option) => option.name === candidate));
  const path = options.find((option) => option.name === name)?.value;
  if (name === undefined || path === undefined || path === "") return undefined;
  const kind = KINDS[name];
  if (kind === "editable" ? /^(?!file:)[a-z+]+:\/\//i.test(path) : /^https?:/i.test(path)) return undefined;
  const others = options.filter((option) => option !== options.find((first) => first.name === name));
  // what is said of indexes counts beside a directory with packages
  const unread = kind === "links" ? others.filter((option) => option.name in KINDS) : others;
  return {
    kind,
    path,
    condition: undefined,
    isBehindName: false,
    unread: unread.map(({ written }) => written).join(" "),
  };
}

/** Ends of the names of files that pip installs. */
const ARCHIVE = /\.(?:whl|zip|tar\.gz|tgz|tar|tar\.bz2|tbz|tar\.xz|txz|tlz|tar\.lz|tar\.lzma)$/i;

/** Whether pip takes a file for a package, by its name. */
export function isArchive(path: string): boolean {
  return ARCHIVE.test(path);
}

function referenceOfRequirement(requirement: string): LocalReference | undefined {
  const [, behindName] = /^[\w.-]+\s*(?:\[[^\]]*\])?\s*@\s*(.+)$/s.exec(requirement) ?? [];
  const given = behindName ?? requirement;
  if (/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(given) || given.startsWith("${")) return undefined;
  const [, place = "", condition] = /^([^;]*)(?:;(.*))?$/s.exec(given) ?? [];
  const path = place.replace(/\s*\[[^\][]*\]\s*$/, "").trim();
  const isPath = /^(?:file:|[a-z]:[\\/]|\.{0,2}[\\/]|\.{1,2}$|~[\\/])/i.test(path) || /^[^@:]*[\\/][^@:]*$/.test(path);
  if (!isPath && !(isArchive(path) && !/[@:]/.test(path))) return undefined;
  return {
    kind: "package",
    path,
    condition,
    isBehindName: behindName !== undefined,
    unread: "",
  };
}
