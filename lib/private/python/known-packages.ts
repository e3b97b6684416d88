import { PACKAGE_TABLE } from "./package-table";
import { compareVersions, mayMeet, parseVersion, type Version } from "./specifiers";
import { PYTHON_VERSIONS } from "./versions";

/** What a version needs, where that is in the table as well. */
export interface Need {
  readonly name: string;
  readonly specifiers: readonly string[];
}

/** One version of a package on one version of Python. */
export interface Candidate {
  readonly version: Version;
  /** The version as the index writes it. */
  readonly text: string;
  /** Whether pip has to compile nothing. */
  readonly hasWheel: boolean;
  readonly needs: readonly Need[];
}

export interface KnownPackage {
  readonly name: string;
  /** All versions, oldest first, whatever the Python. */
  readonly versions: readonly { readonly version: Version; readonly text: string; readonly isYanked: boolean }[];
  /** Versions that pip can take on a Python, newest first. */
  readonly on: ReadonlyMap<string, readonly Candidate[]>;
  /** Ranges in which there may be versions that the table does not know yet. */
  readonly openEnds: readonly (readonly string[])[];
}

/** Whether some version that is newer than the table may meet all of the specifiers. */
export function mayBeNewer({ openEnds }: KnownPackage, specifiers: readonly string[]): boolean {
  return openEnds.some((end) => mayMeet([...specifiers, ...end]));
}

const sections = new Map(PACKAGE_TABLE.split(/\n(?=\S)/).map((section) => [/\S+/.exec(section)?.[0] ?? "", section]));

const parsed = new Map<string, KnownPackage>();

/** What is known of a package, parsed when first asked for. */
export function knownPackage(name: string): KnownPackage | undefined {
  const section = sections.get(name);
  if (section === undefined) return undefined;
  const known = parsed.get(name) ?? parsePackage(section);
  parsed.set(name, known);
  return known;
}

/** @see scripts/known-packages.py, which writes the table and says what its columns mean */
function parsePackage(section: string): KnownPackage {
  const [head, ...rows] = section.trim().split("\n");
  const [name, ...livingSeries] = head!.split(" ");
  const versions = new Map<string, KnownPackage["versions"][number]>();
  const on = new Map<string, Candidate[]>(PYTHON_VERSIONS.map((python) => [python, []]));
  for (const row of rows) {
    const [found, needed] = row.trim().split(" | ");
    const [states, ...marked] = found!.split(" ");
    const needs = parseNeeds(needed ?? "");
    for (const entry of marked) {
      const text = entry.replace("*", "");
      const release = { version: parseVersion(text), text, isYanked: entry.endsWith("*") };
      versions.set(text, release);
      PYTHON_VERSIONS.forEach((python, i) => {
        if (states![i] !== "-") on.get(python)!.push({ ...release, hasWheel: states![i] === "w", needs });
      });
    }
  }
  for (const candidates of on.values()) candidates.sort((a, b) => compareVersions(b.version, a.version));
  const all = [...versions.values()].sort((a, b) => compareVersions(a.version, b.version));
  const lastOf = (series: string) => all.filter(({ text }) => `${text}.`.startsWith(`${series}.`)).at(-1)!.text;
  const openEnds = [[`>${all.at(-1)!.text}`], ...livingSeries.map((one) => [`>${lastOf(one)}`, `==${one}.*`])];
  return { name: name!, versions: all, on, openEnds };
}

function parseNeeds(text: string): Need[] {
  const needs = text === "" ? [] : text.split("; ");
  return needs.map((need) => {
    const [name, specifiers] = need.split(" ");
    return { name: name!, specifiers: specifiers?.split(",") ?? [] };
  });
}
