import type * as Ruff from "@astral-sh/ruff-wasm-nodejs";
import { readCacheFile, sha256, writeCacheFile } from "../build-context/cache-files";
import { inconsistentIndentation } from "./indentation";

/** A node of Ruff's syntax tree: its type, and its fields by name or by position. */
export interface PythonNode {
  readonly type: string;
  readonly [field: string]: PythonValue;
}

export type PythonValue = PythonNode | readonly PythonValue[] | string | null;

export interface PythonSyntaxError {
  readonly line: number;
  readonly message: string;
}

/**
 * Parses a Python module without running it. Ruff's parser, as it takes all of Python's syntax and knows which version has
 * which. Undefined for what it could not judge.
 *
 * @param source text of the module
 * @param version of Python, for example `3.12`
 * @param cacheDirectory where trees are remembered: loading Ruff and reading a script takes a second
 */
export function parsePython(
  source: string,
  version: string,
  cacheDirectory: string | undefined,
): PythonNode | PythonSyntaxError | undefined {
  // apps of one stack tend to share a script
  if (last?.source !== source || last.version !== version) {
    last = { source, version, parsed: recalled(source, version, cacheDirectory) };
  }
  return last.parsed;
}

let last:
  | {
      readonly source: string;
      readonly version: string;
      readonly parsed: PythonNode | PythonSyntaxError | undefined;
    }
  | undefined;

/** Ruff's rules for what its parser takes and Python's compiler refuses, such as `return` outside of a function. */
const COMPILE_ERRORS =
  "F404 F406 F407 F622 F701 F702 F704 F706 F707 PLE0100 PLE0115 PLE0116 PLE0117 PLE0118 PLE1142".split(" ");

type Parsed = PythonNode | PythonSyntaxError;

function recalled(source: string, version: string, cacheDirectory: string | undefined): Parsed | undefined {
  if (cacheDirectory === undefined) return parse(source, version);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- its version, without the parser itself
  const { version: ruff } = require("@astral-sh/ruff-wasm-nodejs/package.json") as { version: string };
  const name = `syntax-v3-${sha256(JSON.stringify([ruff, version, source]))}.json`;
  const known = readCacheFile(cacheDirectory, name) as Parsed | undefined;
  if (known !== undefined) return known;
  const parsed = parse(source, version);
  if (parsed !== undefined) writeCacheFile(cacheDirectory, name, parsed);
  return parsed;
}

function parse(source: string, version: string): PythonNode | PythonSyntaxError | undefined {
  let workspace: Ruff.Workspace | undefined;
  try {
    // here and not above: loading it takes a tenth of a second, and not every synth reads a script
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when needed
    const { PositionEncoding, Workspace } = require("@astral-sh/ruff-wasm-nodejs") as typeof Ruff;
    const options = { "target-version": `py${version.replace(".", "")}`, lint: { select: COMPILE_ERRORS } };
    workspace = new Workspace(options, PositionEncoding.Utf16);
    const diagnostics = workspace.check(source) as Ruff.Diagnostic[];
    const error = diagnostics
      .filter(({ code }) => code === null || code === "invalid-syntax" || COMPILE_ERRORS.includes(code))
      .sort((a, b) => a.start_location.row - b.start_location.row)[0];
    const misfit = inconsistentIndentation(source, workspace.tokens(source));
    if (misfit !== undefined && misfit.line <= (error?.start_location.row ?? misfit.line)) return misfit;
    if (error !== undefined) return { line: error.start_location.row, message: error.message };
    return new DebugReader(workspace.parse(source)).read();
  } catch {
    return undefined;
  } finally {
    workspace?.free();
  }
}

export function isSyntaxError(parsed: PythonNode | PythonSyntaxError): parsed is PythonSyntaxError {
  return typeof parsed.line === "number";
}

/** Reads what Rust's `{:#?}` prints, which is how Ruff hands its tree out. */
class DebugReader {
  private readonly tokens: IterableIterator<RegExpMatchArray>;
  private token = "";

  public constructor(text: string) {
    this.tokens = text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*|[-+\w.]+|[{}()[\]:,]/gs);
    this.advance();
  }

  public read(): PythonNode {
    const value = this.value();
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("no tree");
    return value as PythonNode;
  }

  private advance(): string {
    const last = this.token;
    const next = this.tokens.next();
    this.token = next.done ? "" : next.value[0];
    return last;
  }

  private value(): PythonValue {
    const first = this.advance();
    if (first === "[" || first === "(") return this.list();
    if (first === "{") return this.fields("");
    if (/^["']/.test(first)) return unescape(first.slice(1, -1));
    if (!/^[A-Za-z_]/.test(first)) return first;
    if (this.token === "{") {
      this.advance();
      return this.fields(first);
    }
    if (this.token !== "(") return first === "None" ? null : first;
    this.advance();
    const items = this.list();
    // the variant of an enumeration, as `FunctionDef(StmtFunctionDef { … })`, says no more than what it holds
    if (items.length === 1 && (first === "Some" || (typeof items[0] === "object" && items[0] !== null)))
      return items[0]!;
    return { type: first, value: items.length === 1 ? items[0]! : items };
  }

  private list(): PythonValue[] {
    const items: PythonValue[] = [];
    while (!/^[\])]?$/.test(this.token)) {
      items.push(this.value());
      if (this.token === ",") this.advance();
    }
    this.advance();
    return items;
  }

  private fields(type: string): PythonNode {
    const fields: { [name: string]: PythonValue } = {};
    while (!/^\}?$/.test(this.token)) {
      const name = this.advance();
      if (this.advance() !== ":") throw new Error("no field");
      fields[name] = this.value();
      if (this.token === ",") this.advance();
    }
    this.advance();
    return { ...fields, type };
  }
}

function unescape(text: string): string {
  return text.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/gs, (_, code: string | undefined, char: string) => {
    if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
    return { n: "\n", r: "\r", t: "\t", "0": "\0" }[char] ?? char;
  });
}
