const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const NAMED = `(${NAME})(\\s*\\[[^\\]]*\\])?`;
const VERSION = "v?\\d[\\w.*+!-]*";
const OPERATOR = "(?:===?|~=|!=|<=?|>=?)";

/** How a line was meant, by the ways of other tools and common slips. */
const KINDS: readonly (readonly [pattern: string, remedy: (...parts: string[]) => string])[] = [
  ["(?:<{7}|={7}|>{7}).*", () => "Resolve the conflict that Git has marked here."],
  [
    "[!%$>]?\\s*(?:python3?\\s+-m\\s+)?(?:pip3?|uv|uv pip|conda|mamba|poetry)\\s+(?:install|add)\\s+(?:-[\\w-]+\\s+)*(.*)",
    (packages) => `Write what stands behind it alone, one package a line: ${packages}.`,
  ],
  ["(?:import|from)\\s+([\\w]+).*", (module) => `Write the name of the package that brings ${module}, not the import.`],
  ["-\\s+(.+)", (line) => `Leave out the hyphen: ${line}. Of a conda file take Environment.fromConda.`],
  // a line of a list in a program
  ["([\"'])(.+?)\\1\\s*,?", (_quote, line) => `Leave out the quotes: ${line}.`],
  [
    `${NAMED}\\s*=\\s*["']\\s*(?:==)?(${VERSION})["'],?`,
    (name, extras, version) => `Write ${name}${extras}==${version}: = and quotes are those of a TOML file.`,
  ],
  [
    `${NAMED}\\s*(?:=\\s*)?["']?\\^\\s*v?(\\d[\\d.]*)["']?`,
    (name, extras, version) => `Write ${name}${extras}>=${version},<${nextOf(version)}: ^ is Poetry's way.`,
  ],
  [
    `${NAMED}\\s*~\\s*(${VERSION})`,
    (name, extras, version) =>
      `Write ${name}${extras}~=${version}${/\d\.\d/.test(version) ? "" : ".0"}: ~ alone is no operator.`,
  ],
  [`${NAMED}\\s*=>\\s*(${VERSION}.*)`, (name, extras, version) => `Write >= for =>: ${name}${extras}>=${version}.`],
  [`${NAMED}\\s*=<\\s*(${VERSION}.*)`, (name, extras, version) => `Write <= for =<: ${name}${extras}<=${version}.`],
  [
    `${NAMED}\\s*=\\s*(${VERSION})(?:=\\w+)?`,
    (name, extras, version) =>
      `Write ${name}${extras}==${version}; a single = is conda's way: of a conda file take Environment.fromConda.`,
  ],
  [`${NAMED}\\s*@\\s*(${VERSION})`, (name, extras, version) => `Write ${name}${extras}==${version}: @ wants a URL.`],
  [`${NAMED}\\s+\\(?(${VERSION})\\)?`, (name, extras, version) => `Write ${name}${extras}==${version}.`],
  [`${NAMED}\\s*\\(\\s*(${VERSION})\\s*\\)`, (name, extras, version) => `Write ${name}${extras}==${version}.`],
  [`${NAMED}\\s*:\\s*["']?(${VERSION})["']?`, (name, extras, version) => `Write ${name}${extras}==${version}.`],
  [
    `${NAMED}\\s*(${OPERATOR}\\s*${VERSION}(?:\\s*,\\s*${OPERATOR}\\s*${VERSION})*)\\s*(?:and\\s+|&+\\s*)?(${OPERATOR}.*)`,
    (name, extras, first, others) => `Put a comma between: ${name}${extras}${first},${others}.`,
  ],
  [
    `${NAMED}\\s*(${OPERATOR})\\s*(\\d+),(\\d[\\d.]*)`,
    (name, extras, operator, major, minor) => `Write a period: ${name}${extras}${operator}${major}.${minor}.`,
  ],
  [
    `${NAMED}\\s*(===?|!=)\\s*(\\d[\\d.]*)\\.[xX]`,
    (name, extras, operator, version) => `Write ${name}${extras}${operator}${version}.*.`,
  ],
  [
    `${NAMED}\\s*(<=?|>=?|~=)\\s*(\\d[\\d.]*)\\.[xX*]`,
    (name, extras, operator, version) => `Write ${name}${extras}${operator}${version}: .* goes with == and != alone.`,
  ],
  [
    `${NAMED}\\s*(?:===?|@)?\\s*(?:latest|newest|\\*)`,
    (name, extras) => `Write ${name}${extras} alone for the newest version, or better the one you tested with.`,
  ],
  [
    `${NAMED}\\s*(?:===?|~=|!=|<=?|>=?)`,
    (name, extras) => `Give the version behind the operator, or ${name}${extras} alone.`,
  ],
  [
    `((?:${NAME}\\s*(?:${OPERATOR}\\s*${VERSION})?\\s*[,\\s]\\s*)+${NAME}\\s*(?:${OPERATOR}\\s*${VERSION})?)`,
    () => "Write one package a line; a package's name has no spaces.",
  ],
];

const MEANT = KINDS.map(([pattern, remedy]) => [new RegExp(`^${pattern}$`), remedy] as const);

const MOST_CHARACTERS = 300;

const ADVICE = "Write for example scikit-learn==1.7.2.";

/** What to do about a line of a requirements file that pip could not read. */
export function remedyOf(line: string): string {
  const [requirement = ""] = line.split(/\s*;\s*/, 1);
  // runs of spaces and long lines would take the patterns long
  const plain = requirement.replace(/\s+/g, " ").trim().slice(0, MOST_CHARACTERS);
  for (const [pattern, remedy] of MEANT) {
    const [found, ...parts] = pattern.exec(plain) ?? [];
    if (found !== undefined) return remedy(...parts.map((part) => part?.trim() ?? ""));
  }
  return ADVICE;
}

/** The first version that Poetry's ^ leaves out: the leftmost number that is not 0 counts. */
function nextOf(version: string): string {
  const numbers = version
    .split(".")
    .filter((part) => part !== "")
    .map(Number);
  const at = numbers.findIndex((number) => number > 0);
  const counted = at < 0 ? numbers.length - 1 : at;
  return [...numbers.slice(0, counted), numbers[counted]! + 1].join(".");
}
