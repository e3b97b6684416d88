import { editsBetween } from "../validation/edits";
import { isSpecifier, mayMeet } from "./specifiers";

/** An environment marker: when a requirement counts. */
export type Marker =
  | { readonly kind: "and" | "or"; readonly parts: readonly [Marker, Marker] }
  | { readonly kind: "comparison"; readonly left: Operand; readonly operator: string; readonly right: Operand };

interface Operand {
  readonly kind: "variable" | "text";
  readonly value: string;
}

/** What is wrong with a marker: what to do about it. */
export class MarkerError extends Error {}

const VARIABLES = [
  "python_version",
  "python_full_version",
  "os_name",
  "sys_platform",
  "platform_release",
  "platform_system",
  "platform_version",
  "platform_machine",
  "platform_python_implementation",
  "implementation_name",
  "implementation_version",
  "extra",
];

/** Names of before the standard, which pip takes. */
const OLD_VARIABLES: { readonly [name: string]: string } = {
  "os.name": "os_name",
  "sys.platform": "sys_platform",
  "platform.version": "platform_version",
  "platform.machine": "platform_machine",
  "platform.python_implementation": "platform_python_implementation",
  python_implementation: "platform_python_implementation",
};

/** Variables whose values may be versions. */
const VERSIONS = ["python_version", "python_full_version", "implementation_version", "platform_release"];

const TOKEN = /[ \t]+|(===|==|~=|!=|<=|>=|<|>)|([()])|'([^']*)'|"([^"]*)"|([A-Za-z_][\w.]*)|(\d[\w.*]*|.)/gy;

/** Reads a marker as pip does, or throws a `MarkerError`. */
export function parseMarker(text: string): Marker {
  const parser = new Parser(tokensOf(text));
  const marker = parser.any();
  parser.end();
  return marker;
}

/** Whether a marker is met in the image; undefined where that is not certain. */
export function isMet(marker: Marker, pythonVersion: string): boolean | undefined {
  if (marker.kind !== "comparison") {
    const decisive = marker.kind === "or";
    const parts = marker.parts.map((part) => isMet(part, pythonVersion));
    if (parts.includes(decisive)) return decisive;
    return parts.includes(undefined) ? undefined : !decisive;
  }
  const { left, operator, right } = marker;
  if (left.kind === right.kind) return undefined;
  const variable = left.kind === "variable" ? left.value : right.value;
  const literal = left.kind === "text" ? left.value : right.value;
  const isFlipped = left.kind === "text";
  if (operator.endsWith("in")) {
    const actual = variable === "python_version" ? pythonVersion : LINUX[variable];
    if (actual === undefined) return undefined;
    const contains = isFlipped ? actual.includes(literal) : literal.includes(actual);
    return operator === "in" ? contains : !contains;
  }
  if (variable === "python_version")
    return isVersionMet(pythonVersion, isFlipped ? FLIPPED[operator] : operator, literal);
  const actual = LINUX[variable];
  if (actual === undefined || !/^[!=]=$/.test(operator)) return undefined;
  return (actual === literal) === (operator === "==");
}

/** What markers find in any of our images. */
const LINUX: { readonly [variable: string]: string } = {
  os_name: "posix",
  sys_platform: "linux",
  platform_system: "Linux",
  platform_python_implementation: "CPython",
  implementation_name: "cpython",
  extra: "",
};

const FLIPPED: { readonly [operator: string]: string } = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function isVersionMet(version: string, operator: string | undefined, literal: string): boolean | undefined {
  if (operator === undefined || operator === "===") return undefined;
  if (!/^\d+(\.\d+)*(\.\*)?$/.test(literal) || !isSpecifier(`${operator}${literal}`)) return undefined;
  if (operator === "!=") return !mayMeet([`==${version}`, `==${literal}`]);
  return mayMeet([`==${version}`, `${operator}${literal}`]);
}

interface Token {
  readonly kind: "operator" | "bracket" | "text" | "word" | "other" | "end";
  readonly value: string;
}

function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ([, operator, bracket, single, double, word, other]): Token[] => {
    if (operator !== undefined) return [{ kind: "operator", value: operator }];
    if (bracket !== undefined) return [{ kind: "bracket", value: bracket }];
    const quoted = single ?? double;
    if (quoted !== undefined) return [{ kind: "text", value: quoted }];
    if (word !== undefined) return [{ kind: "word", value: word }];
    return other === undefined ? [] : [{ kind: "other", value: other }];
  }).flat();
}

/** @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers */
class Parser {
  private position = 0;

  public constructor(private readonly tokens: readonly Token[]) {}

  public any(): Marker {
    return this.chain("or", () => this.chain("and", () => this.atom()));
  }

  public end(): void {
    const { kind, value } = this.next;
    if (kind === "end") return;
    if (/^(?:&&?|,)$/.test(value)) throw new MarkerError("Write and between two comparisons.");
    if (/^\|\|?$/.test(value)) throw new MarkerError("Write or between two comparisons.");
    if (value === ")") throw new MarkerError("Take the closing bracket away, or open one before it.");
    throw new MarkerError(`Take away what begins with ${value}, or write and or or before it.`);
  }

  private get next(): Token {
    return this.tokens[this.position] ?? { kind: "end", value: "" };
  }

  private take(): Token {
    const token = this.next;
    this.position++;
    return token;
  }

  private chain(kind: "and" | "or", part: () => Marker): Marker {
    let marker = part();
    while (this.next.kind === "word" && this.next.value === kind) {
      this.take();
      marker = { kind, parts: [marker, part()] };
    }
    return marker;
  }

  private atom(): Marker {
    if (!this.isBracket("(")) return this.comparison();
    this.take();
    const marker = this.any();
    if (this.next.kind === "end") throw new MarkerError("Close the bracket.");
    if (!this.isBracket(")")) this.end();
    this.take();
    return marker;
  }

  private comparison(): Marker {
    const left = this.operand();
    const operator = this.operator();
    const right = this.operand();
    const variable = left.kind === "variable" ? left.value : right.value;
    const literal = left.kind === "variable" ? right.value : left.value;
    if (left.kind === "text" && right.kind === "text") {
      throw new MarkerError(`Compare with a variable, such as python_version ${operator} "${right.value}".`);
    }
    if (operator === "~=" && !(VERSIONS.includes(variable) && isSpecifier(`~=${literal}`))) {
      throw new MarkerError("Write == or in: ~= compares with a version of two or more numbers.");
    }
    return { kind: "comparison", left, operator, right };
  }

  private operand(): Operand {
    const { kind, value } = this.take();
    if (kind === "text") return { kind, value };
    if (kind !== "word") {
      const example = 'for example python_version >= "3.10"';
      if (/^['"]$/.test(value)) throw new MarkerError("Close the quotes.");
      if (kind === "other" && /^\d/.test(value)) throw new MarkerError(`Put ${value} into quotes: "${value}".`);
      throw new MarkerError(`Compare a variable with a text in quotes, ${example}.`);
    }
    const known = OLD_VARIABLES[value] ?? value;
    if (VARIABLES.includes(known)) return { kind: "variable", value: known };
    const meant = nearest(value);
    if (meant !== undefined) throw new MarkerError(`Write ${meant} in place of ${value}.`);
    throw new MarkerError(`Write a text in quotes, "${value}", or one of ${VARIABLES.join(", ")}.`);
  }

  private operator(): string {
    const { kind, value } = this.take();
    if (kind === "operator") return value;
    if (kind === "word" && value === "in") return "in";
    if (kind === "word" && value === "not" && this.next.value === "in") {
      this.take();
      return "not in";
    }
    const written = value + (this.next.kind === "operator" || this.next.kind === "other" ? this.next.value : "");
    const meant = OPERATORS_MEANT[written] ?? OPERATORS_MEANT[value];
    const choice = "Write one of ==, !=, <, <=, >, >=, ~=, in, not in between the two.";
    throw new MarkerError(meant === undefined ? choice : `Write ${meant} in place of ${written}.`);
  }

  private isBracket(bracket: string): boolean {
    return this.next.kind === "bracket" && this.next.value === bracket;
  }
}

const OPERATORS_MEANT: { readonly [written: string]: string } = {
  "=": "==",
  "=>": ">=",
  "=<": "<=",
  "!": "!=",
  is: "==",
  equals: "==",
};

/** The variable that a misspelt one stands for. */
function nearest(name: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  const byDistance = VARIABLES.map((variable) => ({ variable, edits: editsBetween(plain(name), plain(variable)) }));
  const [first] = byDistance.sort((a, b) => a.edits - b.edits);
  if (first !== undefined && first.edits <= 2) return first.variable;
  return ALIASES[plain(name)];
}

const ALIASES: { readonly [name: string]: string } = {
  python: "python_version",
  pyversion: "python_version",
  pythonversioninfo: "python_version",
  os: "os_name",
  platform: "sys_platform",
  system: "platform_system",
  machine: "platform_machine",
  arch: "platform_machine",
  sysversion: "python_version",
  platformarchitecture: "platform_machine",
  platformarch: "platform_machine",
};
