import { markedEncoding, utf16Without } from "../build-context/text";
import type { PythonNode, PythonValue } from "./ast";

/** Through these a module may bind names that its text does not show. */
const BINDS_OUT_OF_SIGHT = new Set(["exec", "globals", "locals", "setattr", "vars", "__getattr__", "__dict__"]);

/** The text of a Python file, or why Python itself could not read its bytes. */
export type Decoded = { readonly text: string } | { readonly text?: undefined; readonly found: string | undefined };

/** @see https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations */
export function decode(bytes: Buffer): Decoded {
  if (markedEncoding(bytes) !== "utf-8") return { found: "UTF-16" };
  if (bytes.includes(0)) return { found: utf16Without(bytes) ? "UTF-16" : "one with NUL characters" };
  const isMarked = bytes.subarray(0, 3).equals(UTF8_MARK);
  const start = bytes
    .subarray(isMarked ? 3 : 0, 1000)
    .toString("latin1")
    .split(/\r\n?|\n/)
    .slice(0, 2);
  const named = start.map((line) => /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1]).find((name) => name);
  // of other encodings that Python takes, names and syntax are ASCII all the same
  if (named !== undefined && !isMarked && !/^utf[-_]?8/i.test(named)) return { text: bytes.toString("latin1") };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { found: undefined };
  }
}

const UTF8_MARK = Buffer.from("\uFEFF", "utf8");

export interface Parameter {
  readonly name: string;
  /** `*` or `**`, `/` for a positional-only one. */
  readonly kind: "" | "*" | "**" | "/";
  readonly optional: boolean;
  readonly isKeywordOnly: boolean;
}

export function parametersOf(definition: PythonNode): Parameter[] {
  const parameters = definition.parameters;
  if (!isNode(parameters)) return [];
  const several = (values: PythonValue | undefined, kind: Parameter["kind"], isKeywordOnly = false) =>
    nodes(values).map((value) => {
      return { name: nameOf(value.parameter), kind, optional: value.default !== null, isKeywordOnly };
    });
  const one = (value: PythonValue | undefined, kind: Parameter["kind"]) =>
    isNode(value) ? [{ name: nameOf(value), kind, optional: true, isKeywordOnly: false }] : [];
  return [
    ...several(parameters.posonlyargs, "/"),
    ...several(parameters.args, ""),
    ...one(parameters.vararg, "*"),
    ...several(parameters.kwonlyargs, "", true),
    ...one(parameters.kwarg, "**"),
  ];
}

export function signatureOf(name: string, definition: PythonNode): string {
  const parameters = parametersOf(definition).map((parameter) => {
    return `${parameter.kind === "/" ? "" : parameter.kind}${parameter.name}${parameter.kind === "/" ? ", /" : ""}`;
  });
  const decorators = decoratorsOf(definition).map((decorator) => `@${decorator} `);
  return `${decorators.join("")}${definition.is_async === "true" ? "async " : ""}${name}(${parameters.join(", ")})`;
}

/** Last names of the decorators: `rawhttp` of `@aml_request.rawhttp`. */
export function decoratorsOf(definition: PythonNode): string[] {
  return nodes(definition.decorator_list).map(({ expression }) => {
    const called = isNode(expression) && expression.type === "ExprCall" ? expression.func : expression;
    if (!isNode(called)) return "";
    return called.type === "ExprAttribute" ? nameOf(called.attr) : nameOf(called.id);
  });
}

export interface Bindings {
  /** What each name is bound to at the module's level: definitions, lambdas, or other nodes. */
  readonly byName: ReadonlyMap<string, readonly PythonNode[]>;
  /** Whether names may be bound that the text does not show. */
  readonly open: boolean;
}

export function bindingsOf(module: PythonNode): Bindings {
  const byName = new Map<string, PythonNode[]>();
  let open = false;
  const bind = (name: string, node: PythonNode) => byName.set(name, [...(byName.get(name) ?? []), node]);
  const visit = (node: PythonNode, inFunction: boolean): string | undefined => {
    if (node.type === "StmtGlobal") nodes(node.names).forEach((name) => bind(nameOf(name), node));
    if (node.type === "ExprName" && BINDS_OUT_OF_SIGHT.has(nameOf(node.id))) open = true;
    if (node.type === "ExprAttribute" && BINDS_OUT_OF_SIGHT.has(nameOf(node.attr))) open = true;
    if (inFunction) return undefined;
    switch (node.type) {
      case "StmtFunctionDef":
      case "StmtClassDef":
        if (nameOf(node.name) === "__getattr__") open = true;
        bind(nameOf(node.name), node);
        break;
      case "StmtImport":
      case "StmtImportFrom":
        for (const alias of nodes(node.names)) {
          const name = nameOf(alias.asname) || nameOf(alias.name).split(".")[0]!;
          if (name === "*") open = true;
          bind(name, alias);
        }
        break;
      case "StmtAssign": {
        const [target] = nodes(node.targets);
        if (isNode(node.value) && node.value.type === "ExprLambda" && target?.type === "ExprName") {
          bind(nameOf(target.id), node.value);
          return "children are seen";
        }
        break;
      }
      case "StmtAnnAssign":
        // `run: Callable` alone binds nothing
        if (node.value === null) return "children are seen";
        break;
      case "Comprehension":
        // its target is a name of its own
        walk([node.iter!, node.ifs!], visit);
        return "children are seen";
      case "ExprName":
        if (isNode(node.ctx) ? false : node.ctx === "Store") bind(nameOf(node.id), node);
        break;
      case "PatternMatchAs":
      case "PatternMatchStar":
        if (isNode(node.name)) bind(nameOf(node.name), node);
    }
    return undefined;
  };
  walk(module, visit);
  return { byName, open };
}

/** Whether calling a function makes a generator: those that it defines have a body of their own. */
export function isGenerator({ body }: PythonNode): boolean {
  return yields(body);
}

function yields(value: PythonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some((item: PythonValue) => yields(item));
  if (!isNode(value)) return false;
  if (value.type === "ExprYield" || value.type === "ExprYieldFrom") return true;
  const opens = value.type === "StmtFunctionDef" || value.type === "StmtClassDef" || value.type === "ExprLambda";
  // defaults and decorators are computed outside of what they belong to
  return Object.entries(value).some(([field, part]) => !(opens && field === "body") && yields(part));
}

/** Visits each node; what a visit has looked into itself is left out. */
export function walk(
  value: PythonValue | undefined,
  visit: (node: PythonNode, inFunction: boolean) => string | undefined | void,
  inFunction = false,
): void {
  if (Array.isArray(value)) value.forEach((item: PythonValue) => walk(item, visit, inFunction));
  if (!isNode(value) || visit(value, inFunction) !== undefined) return;
  const opens = value.type === "StmtFunctionDef" || value.type === "StmtClassDef" || value.type === "ExprLambda";
  for (const field of Object.values(value)) walk(field, visit, inFunction || opens);
}

export function isNode(value: PythonValue | undefined): value is PythonNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function nodes(value: PythonValue | undefined): PythonNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text in an identifier, however it is wrapped. */
export function nameOf(value: PythonValue | undefined): string {
  if (typeof value === "string") return value;
  if (!isNode(value)) return "";
  return nameOf(value.type === "Name" ? value.value : (value.id ?? value.name));
}
