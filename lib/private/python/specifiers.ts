import { memoized } from "./memoized";

const SPECIFIER = /^(===|==|~=|!=|<=|>=|<|>)\s*([^\s,;()]+)$/;

/** @see https://packaging.python.org/en/latest/specifications/version-specifiers/#appendix-parsing-version-strings-with-regular-expressions */
const VERSION =
  /^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?(?:\.\*)?$/i;

/** Whether a text is an operator with a version that it can have. */
export function isSpecifier(text: string): boolean {
  const [, operator, version] = SPECIFIER.exec(text) ?? [];
  if (version === undefined) return false;
  if (operator === "===") return true;
  if (operator === "~=" && !/\d\.\d/.test(version)) return false;
  return VERSION.test(version) && (operator === "==" || operator === "!=" || !/[*+]/.test(version));
}

/** Whether a specifier leaves one version. */
export function isPin(specifier: string): boolean {
  return specifier.startsWith("@") || /^={2,3}(?!.*\*$)/.test(specifier);
}

/** Whether a specifier is about final releases of a public index alone: no pre-releases, no local versions, no URLs. */
export function isOfFinals(specifier: string): boolean {
  const [, operator, version] = SPECIFIER.exec(specifier) ?? [];
  return operator !== undefined && operator !== "===" && FINAL.test(version!);
}

const FINAL = /^v?\d+(?:\.\d+)*(?:\.?post\d+)?(?:\.\*)?$/i;

/** A final release, or one that was posted after it: parts of its number, and the number of the post-release. */
export interface Version {
  readonly release: readonly number[];
  readonly post: number;
}

export function parseVersion(text: string): Version {
  const [, release, post] = /^v?(\d+(?:\.\d+)*)(?:\.?post(\d+))?/i.exec(text) ?? [];
  return { release: (release ?? "0").split(".").map(Number), post: post === undefined ? -1 : Number(post) };
}

/** Negative where `left` is the earlier one. */
export function compareVersions(left: Version, right: Version): number {
  return compareReleases(left.release, right.release) || left.post - right.post;
}

/** Makes of a specifier of final releases a test whether one meets it. */
export function testOf(specifier: string): (version: Version) => boolean {
  const [, operator, text] = SPECIFIER.exec(specifier) ?? [];
  const given = parseVersion(text!);
  const isUnder = ({ release }: Version, parts: readonly number[]) =>
    parts.every((part, i) => (release[i] ?? 0) === part);
  const isPostOfGiven = (version: Version) => given.post < 0 && compareReleases(version.release, given.release) === 0;
  switch (operator) {
    case "==":
      return text!.endsWith("*")
        ? (version) => isUnder(version, given.release)
        : (version) => compareVersions(version, given) === 0;
    case "!=":
      return text!.endsWith("*")
        ? (version) => !isUnder(version, given.release)
        : (version) => compareVersions(version, given) !== 0;
    case "~=":
      return (version) => compareVersions(version, given) >= 0 && isUnder(version, given.release.slice(0, -1));
    case "<=":
      return (version) => compareVersions(version, given) <= 0;
    case "<":
      return (version) => compareVersions(version, given) < 0;
    case ">=":
      return (version) => compareVersions(version, given) >= 0;
    default:
      return (version) => compareVersions(version, given) > 0 && !isPostOfGiven(version);
  }
}

/** Whether some version may meet all of the specifiers. */
export function mayMeet(specifiers: readonly string[]): boolean {
  const bounds = specifiers.flatMap(boundsOf);
  const ends = (side: Bound["side"]) => bounds.filter((bound) => bound.side === side);
  return ends("from").every((from) => ends("to").every((to) => leavesSome(from, to)));
}

/** One end of the versions that a specifier allows. */
interface Bound {
  readonly side: "from" | "to";
  readonly release: readonly number[];
  /** Whether the release itself is outside. */
  readonly excluded: boolean;
}

/** The ends of what one specifier allows; of pre-releases and the like, the release counts. */
const boundsOf = memoized((specifier: string): readonly Bound[] => {
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
});

function leavesSome(from: Bound, to: Bound): boolean {
  const difference = compareReleases(from.release, to.release);
  return difference < 0 || (difference === 0 && !from.excluded && !to.excluded);
}

function compareReleases(left: readonly number[], right: readonly number[]): number {
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
