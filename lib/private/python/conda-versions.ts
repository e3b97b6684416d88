/** A version of conda's form without the build: `=1.26=py312_0` and `1.26 py312_0` become `=1.26` and `1.26`. */
function plainVersion(text: string): string {
  const inBrackets = /^\[.*?\bversion\s*=\s*(["'])(.*?)\1.*\]$/s.exec(text.trim())?.[2];
  const version = (inBrackets ?? text).trim().replace(/\s*([,|])\s*/g, "$1");
  return version.replace(/^([<>=!~]+)\s+/, "$1").replace(/^([<>=!~]*[^\s=,|<>!~]+)(?:\s+|=)\S+$/, "$1");
}

/** A version of conda's form as pip's specifiers; nothing for alternatives and other forms that pip has not. */
export function specifiersOf(text: string): string[] {
  const version = plainVersion(text);
  const [, fuzzy] = /^=(?!=)([\w.]+?)(?:\.?\*)?$/.exec(version) ?? [];
  if (fuzzy !== undefined) return [`==${fuzzy}.*`];
  const parts = version.split(",");
  return parts.every((part) => /^(==|>=|<=|<|>|!=|~=)?\s*\d[\w.]*(\.\*)?$/.test(part))
    ? parts.map((part) => (/^\d/.test(part) ? `==${part}` : part))
    : [];
}

/** The one minor version of Python 3 that all of some versions of conda's form leave; undefined for none, and for several. */
export function leftPython(versions: readonly string[]): string | undefined {
  const rules = versions.map((version) =>
    plainVersion(version)
      .split("|")
      .map((all) => all.split(",").map(readBound)),
  );
  const minors = Array.from({ length: LATER_THAN_ANY }, (_, minor) => minor).filter((minor) => {
    return rules.every((choices) => choices.some((all) => all.every((bound) => bound?.(minor) === true)));
  });
  return versions.length > 0 && minors.length === 1 ? `3.${minors[0]}` : undefined;
}

const LATER_THAN_ANY = 100;

/** What one part of a version says of the minor versions of Python 3; nothing for a form that is not known. */
function readBound(part: string): ((minor: number) => boolean) | undefined {
  const [, operator = "=", major, given, rest = "", star] =
    /^(==?|~=|[<>]=?|!=)?\s*(\d+)(?:\.(\d+))?((?:\.\d+)*)(?:a0)?(\.?\*)?$/.exec(part) ?? [];
  if (major === undefined) return undefined;
  const minor = Number(given ?? 0);
  const isLater = /[1-9]/.test(rest);
  switch (operator) {
    case ">":
    case ">=":
      return (left) => Number(major) < 3 || (major === "3" && left >= minor);
    case "<":
      return (left) => Number(major) > 3 || (major === "3" && (isLater ? left <= minor : left < minor));
    case "<=":
      return (left) => Number(major) > 3 || (major === "3" && left <= minor);
    case "!=":
      return (left) => major !== "3" || rest !== "" || star === undefined || left !== minor;
    default:
      return (left) => major === "3" && (given === undefined || left === minor);
  }
}
