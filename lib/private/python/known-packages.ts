import { memoized } from "./memoized";
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

/** What is known of a package, parsed when first asked for. */
export const knownPackage = memoized((name: string): KnownPackage | undefined => {
  const section = sections.get(name);
  return section === undefined ? undefined : parsePackage(section);
});

/** @see scripts/known-packages.py, which writes the table and says what its columns mean */
function parsePackage(section: string): KnownPackage {
  const [head, ...rows] = section.trim().split("\n");
  const [name, ...livingSeries] = head!.split(" ");
  const entries = rows.flatMap((row) => {
    const [found, needed] = row.trim().split(" | ");
    const [states, ...marked] = found!.split(" ");
    const needs = parseNeeds(needed ?? "");
    return marked.map((entry) => {
      const text = entry.replace("*", "");
      return { version: parseVersion(text), text, isYanked: entry.endsWith("*"), states: states!, needs };
    });
  });
  entries.sort((a, b) => compareVersions(a.version, b.version));
  const newestFirst = [...entries].reverse();
  const on = PYTHON_VERSIONS.map((python, i) => {
    const found = newestFirst.filter(({ states }) => states[i] !== "-");
    return [python, found.map((entry): Candidate => ({ ...entry, hasWheel: entry.states[i] === "w" }))] as const;
  });
  // one that needs other packages on each Python has several entries
  const versions = entries.filter(({ text }, i) => text !== entries[i - 1]?.text);
  const lastOf = (series: string) => newestFirst.find(({ text }) => `${text}.`.startsWith(`${series}.`))!.text;
  const openEnds = [[`>${newestFirst[0]!.text}`], ...livingSeries.map((one) => [`>${lastOf(one)}`, `==${one}.*`])];
  return { name: name!, versions, on: new Map(on), openEnds };
}

function parseNeeds(text: string): Need[] {
  const needs = text === "" ? [] : text.split("; ");
  return needs.map((need) => {
    const [name, specifiers] = need.split(" ");
    return { name: name!, specifiers: specifiers?.split(",") ?? [] };
  });
}
