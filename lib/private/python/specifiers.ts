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

/** Whether some version may meet all of the specifiers. */
export function mayMeet(specifiers: readonly string[]): boolean {
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
