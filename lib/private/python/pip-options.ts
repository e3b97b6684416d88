/** A line of a requirements file, parted as pip does: a requirement first, options behind it. */
export interface PipLine {
  /** Empty on a line of options alone. */
  readonly requirement: string;
  readonly options: readonly PipOption[];
}

interface PipOption {
  /** In its long form. */
  readonly name: string;
  /** Undefined of a flag. */
  readonly value: string | undefined;
  /** As it was written. */
  readonly written: string;
}

/** What is wrong with the options of a line: what is allowed, and what to do. */
export class PipOptionError extends Error {
  public constructor(
    message: string,
    public readonly remedy: string,
  ) {
    super(message);
  }
}

/** Options that a line of its own may have, of any of pip's versions; those with `true` take a value. */
const OF_FILES: { readonly [name: string]: boolean } = {
  "--index-url": true,
  "--extra-index-url": true,
  "--no-index": false,
  "--find-links": true,
  "--constraint": true,
  "--requirement": true,
  "--editable": true,
  "--no-binary": true,
  "--only-binary": true,
  "--prefer-binary": false,
  "--require-hashes": false,
  "--pre": false,
  "--all-releases": true,
  "--only-final": true,
  "--trusted-host": true,
  "--use-feature": true,
};

/** Options of one requirement, which all have values. */
const OF_REQUIREMENTS = ["--hash", "--config-settings", "--global-option"];

const OTHER_NAMES: { readonly [name: string]: string } = {
  "-i": "--index-url",
  "--pypi-url": "--index-url",
  "-f": "--find-links",
  "-c": "--constraint",
  "-r": "--requirement",
  "-e": "--editable",
  "-C": "--config-settings",
  "--config-setting": "--config-settings",
};

const LONG_NAMES = [...Object.keys(OF_FILES), ...OF_REQUIREMENTS, ...Object.keys(OTHER_NAMES)].filter((name) => {
  return name.startsWith("--");
});

/**
 * Parts a line, or throws a `PipOptionError` for options that pip refuses, or passes over.
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function readPipLine(line: string): PipLine {
  const words = line.split(" ");
  const first = words.findIndex((word) => word.startsWith("-"));
  if (first < 0) return { requirement: line, options: [] };
  const requirement = words.slice(0, first).join(" ").trim();
  const { options, others } = readOptions(shellWords(words.slice(first).join(" ")));
  if (others.length > 0) {
    const remedy = `Put ${others.join(" ")} on a line of its own, or take it away: pip passes over what follows an option.`;
    throw new PipOptionError("options, and nothing behind them", remedy);
  }
  for (const option of options) judgePlace(requirement, option);
  return { requirement, options };
}

function judgePlace(requirement: string, { name, value, written }: PipOption): void {
  const isOfRequirement = OF_REQUIREMENTS.includes(name);
  if (requirement !== "" && !isOfRequirement) {
    const message =
      "no option but --hash, --config-settings and --global-option behind a requirement: pip passes over others";
    throw new PipOptionError(message, `Put ${written} on a line of its own.`);
  }
  if (requirement === "" && isOfRequirement) {
    throw new PipOptionError(`a requirement before ${name}`, "Put both on one line, or end the line before with a \\.");
  }
  if (name === "--hash" && !/^(?:sha256|sha384|sha512):./.test(value!)) {
    throw new PipOptionError("a hash of SHA-256, SHA-384 or SHA-512", "Write it as --hash=sha256:…, as pip hash does.");
  }
}

/** Words of a shell's command line. */
function shellWords(text: string): string[] {
  const words = text.matchAll(/(?:[^\s"'\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+|\S/g);
  return Array.from(words, ([word]) => {
    if (/^["'\\]$/.test(word)) throw new PipOptionError("options whose quotes are closed", "Close the quotes.");
    return word.replace(
      /\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"/g,
      (_, escaped?: string, single?: string, double?: string) => {
        return escaped ?? single ?? double!.replace(/\\(["\\])/g, "$1");
      },
    );
  });
}

/** Reads options as Python's optparse does, with long names that are cut short. */
function readOptions(words: readonly string[]): { readonly options: PipOption[]; readonly others: string[] } {
  const options: PipOption[] = [];
  const others: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (!word.startsWith("-") || word === "-") {
      if (word !== "-") others.push(word);
      continue;
    }
    const [, given, attached] = /^(--[^=]*)(?:=([^]*))?$/.exec(word) ?? /^(-[^-])([^]+)?$/.exec(word)!;
    const name = nameOf(given!);
    const hasValue = OF_FILES[name] ?? true;
    if (!hasValue) {
      if (attached !== undefined) throw new PipOptionError(`${name} without a value`, `Write ${name} alone.`);
      options.push({ name, value: undefined, written: word });
      continue;
    }
    const value = attached ?? words[++i];
    if (value === undefined) throw new PipOptionError(`${name} with a value`, "Write the value behind it.");
    options.push({ name, value, written: attached === undefined ? `${word} ${value}` : word });
  }
  return { options, others };
}

function nameOf(given: string): string {
  const meant = given.startsWith("--")
    ? [given].filter((name) => LONG_NAMES.includes(name)).concat(LONG_NAMES.filter((name) => name.startsWith(given)))
    : [given].filter((name) => name in OTHER_NAMES);
  const names = [...new Set(meant.map((name) => OTHER_NAMES[name] ?? name))];
  if (given !== "--" && names.length > 0 && (names.length === 1 || LONG_NAMES.includes(given))) return names[0]!;
  throw new PipOptionError(
    "options that pip has in a requirements file",
    `Take ${given} away: pip knows it on its command line alone, or not at all.`,
  );
}
