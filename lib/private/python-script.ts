import { readdirSync, readFileSync } from "fs";
import { dirname, join } from "path";
import type { BreachCode } from "./codes";
import { isSyntaxError, parsePython, type PythonNode, type PythonValue } from "./python-ast";
import { BROUGHT_ALONG, MODULES_AT_HAND, PACKAGES_OF_MODULE } from "./python-modules";
import { normalizedName } from "./requirements";
import type { Inspector } from "./validation";

/** The packages that an environment names. */
export interface KnownPackages {
  /** Their names, normalized. */
  readonly names: readonly string[];
  /** Whether there may be others. */
  readonly open: boolean;
}

const PROP = "inferenceConfig.entryScript";
const SCRIPT_PAGE =
  "https://learn.microsoft.com/azure/machine-learning/how-to-deploy-online-endpoints#understand-the-scoring-script";

/** Decorators of Azure ML, which leave the parameters of a function as they are. */
const RAW_HTTP = "rawhttp";
const SCHEMA = ["input_schema", "output_schema"];

/** Through these a module may bind names that its text does not show. */
const BINDS_OUT_OF_SIGHT = new Set(["exec", "globals", "locals", "setattr", "vars", "__getattr__", "__dict__"]);

/**
 * Reads the entry script, and refuses what Microsoft's inference server is known to refuse. The script is never run. What
 * is not certain passes: a script may come by its functions in many ways.
 *
 * @param directory the source directory
 * @param script path of the script in it
 * @param environment of the image
 * @param cacheDirectory where what was read is remembered
 */
export function checkScript(
  inspector: Inspector,
  directory: string,
  script: string,
  environment: KnownPackages & { readonly pythonVersion: string },
  cacheDirectory: string | undefined,
): void {
  const refuse = (code: BreachCode, value: string, message: string, remedy: string) => {
    inspector.reject({ code, prop: PROP, value, message, remedy, link: SCRIPT_PAGE });
  };
  const source = decode(readFileSync(join(directory, script)));
  if (source === undefined) {
    const remedy = "Save it as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-";
    return refuse("script-encoding", script, "a text in UTF-8, or in the encoding that its first lines name", remedy);
  }
  const module = parsePython(source, environment.pythonVersion, cacheDirectory);
  if (module === undefined) return;
  if (isSyntaxError(module)) {
    const value = `${script}, line ${module.line}: ${module.message}`;
    return refuse("script-syntax", value, `a script of Python ${environment.pythonVersion}`, "Correct the line.");
  }
  checkRelativeImports(refuse, script, module);
  checkFunctions(
    (code, value, ...rest) => refuse(code, value === script ? value : `${script}: ${value}`, ...rest),
    script,
    module,
  );
  warnOfImports(inspector, module, [directory, dirname(join(directory, script))], script, environment);
}

/** Undefined where Python itself could not read the bytes. */
function decode(bytes: Buffer): string | undefined {
  const start = bytes
    .subarray(0, 1000)
    .toString("latin1")
    .split(/\r\n?|\n/)
    .slice(0, 2);
  const named = start.map((line) => /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1]).find((name) => name);
  // of other encodings that Python takes, names and syntax are ASCII all the same
  if (named !== undefined && !/^utf[-_]?8/i.test(named)) return bytes.toString("latin1");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The server loads the script as a module of no package. */
function checkRelativeImports(refuse: Refuse, script: string, module: PythonNode): void {
  walk(module, (node, inFunction) => {
    if (inFunction || node.type === "StmtTry") return "may fail";
    if (node.type !== "StmtImportFrom" || node.level === "0") return undefined;
    const names = nodes(node.names).map(({ name }) => nameOf(name));
    const value = `${script}: from ${".".repeat(Number(node.level))}${nameOf(node.module)} import ${names.join(", ")}`;
    const message = "absolute imports: the script is loaded on its own, as a part of no package";
    const remedy = "Leave out the leading periods: the source directory and the script's own are searched.";
    refuse("script-relative-import", value, message, remedy);
    return undefined;
  });
}

type Refuse = (code: BreachCode, value: string, message: string, remedy: string) => void;

function checkFunctions(refuse: Refuse, script: string, module: PythonNode): void {
  const bindings = bindingsOf(module);
  for (const name of ["init", "run"]) {
    const found = bindings.byName.get(name) ?? [];
    if (found.length === 0 && !bindings.open) {
      const example = name === "init" ? "def init():" : "def run(data):";
      refuse(
        name === "init" ? "script-init" : "script-run",
        script,
        `a script with a function ${name}`,
        `Define it in the script: ${example}`,
      );
    }
    // of several definitions it is not certain which one counts
    const only = found.length === 1 ? found[0] : undefined;
    const isFunction = only?.type === "StmtFunctionDef" || only?.type === "ExprLambda";
    if (!isFunction || bindings.open || bindings.byName.has("driver_module")) continue;
    if (name === "init") checkInit(refuse, only);
    else checkRun(refuse, only);
  }
}

function checkInit(refuse: Refuse, init: PythonNode): void {
  const shown = signatureOf("init", init);
  if (decoratorsOf(init).length > 0) return;
  if (init.is_async === "true") {
    refuse("script-async", shown, "a function init without async, which would never run", "Take async away.");
  }
  const required = parametersOf(init).filter(({ kind, optional }) => !optional && kind !== "*" && kind !== "**");
  if (required.length > 0) {
    const message = "a function init that can be called without arguments";
    refuse("script-init-arguments", shown, message, "Take the parameters away: read AZUREML_MODEL_DIR in it.");
  }
}

function checkRun(refuse: Refuse, run: PythonNode): void {
  const shown = signatureOf("run", run);
  const decorators = decoratorsOf(run);
  const isRaw = decorators.includes(RAW_HTTP);
  const hasSchema = SCHEMA.some((name) => decorators.includes(name));
  if (isRaw && hasSchema) {
    const message = "a function run with either @rawhttp or @input_schema and @output_schema";
    refuse("script-decorators", shown, message, "Take one of the two away.");
  }
  // others may change the parameters
  if (!decorators.every((name) => name === RAW_HTTP || SCHEMA.includes(name))) return;
  if (run.is_async === "true") {
    const remedy = "Take async away; asyncio.run(…) in it runs what has to be awaited.";
    refuse("script-async", shown, "a function run without async, which would answer every request with 500", remedy);
  }
  const parameters = parametersOf(run);
  const remedy = "Write for example def run(data): with data as the body of the request.";
  if (parameters.some(({ kind }) => kind !== "")) {
    const message = "a function run without *args, **kwargs and positional-only parameters";
    return refuse("script-run-arguments", shown, message, remedy);
  }
  const inputs = parameters.filter(({ name }) => name !== "request_headers");
  if (inputs.length === 0) {
    return refuse("script-run-arguments", shown, "a function run with a parameter for the input", remedy);
  }
  if (!hasSchema && inputs.slice(1).some(({ optional }) => !optional)) {
    const message = "a function run with one parameter for the input: without @input_schema no other one is passed";
    refuse("script-run-arguments", shown, message, "Give the others defaults, or decorate run with @input_schema.");
  }
}

interface Parameter {
  readonly name: string;
  /** `*` or `**`, `/` for a positional-only one. */
  readonly kind: "" | "*" | "**" | "/";
  readonly optional: boolean;
}

function parametersOf(definition: PythonNode): Parameter[] {
  const parameters = definition.parameters;
  if (!isNode(parameters)) return [];
  const several = (values: PythonValue | undefined, kind: Parameter["kind"]) =>
    nodes(values).map((value) => ({ name: nameOf(value.parameter), kind, optional: value.default !== null }));
  const one = (value: PythonValue | undefined, kind: Parameter["kind"]) =>
    isNode(value) ? [{ name: nameOf(value), kind, optional: true }] : [];
  return [
    ...several(parameters.posonlyargs, "/"),
    ...several(parameters.args, ""),
    ...one(parameters.vararg, "*"),
    ...several(parameters.kwonlyargs, ""),
    ...one(parameters.kwarg, "**"),
  ];
}

function signatureOf(name: string, definition: PythonNode): string {
  const parameters = parametersOf(definition).map((parameter) => {
    return `${parameter.kind === "/" ? "" : parameter.kind}${parameter.name}${parameter.kind === "/" ? ", /" : ""}`;
  });
  const decorators = decoratorsOf(definition).map((decorator) => `@${decorator} `);
  return `${decorators.join("")}${definition.is_async === "true" ? "async " : ""}${name}(${parameters.join(", ")})`;
}

/** Last names of the decorators: `rawhttp` of `@aml_request.rawhttp`. */
function decoratorsOf(definition: PythonNode): string[] {
  return nodes(definition.decorator_list).map(({ expression }) => {
    const called = isNode(expression) && expression.type === "ExprCall" ? expression.func : expression;
    if (!isNode(called)) return "";
    return called.type === "ExprAttribute" ? nameOf(called.attr) : nameOf(called.id);
  });
}

interface Bindings {
  /** What each name is bound to at the module's level: definitions, lambdas, or other nodes. */
  readonly byName: ReadonlyMap<string, readonly PythonNode[]>;
  /** Whether names may be bound that the text does not show. */
  readonly open: boolean;
}

function bindingsOf(module: PythonNode): Bindings {
  const byName = new Map<string, PythonNode[]>();
  let open = false;
  const bind = (name: string, node: PythonNode) => byName.set(name, [...(byName.get(name) ?? []), node]);
  walk(module, (node, inFunction) => {
    if (node.type === "StmtGlobal") nodes(node.names).forEach((name) => bind(nameOf(name), node));
    if (node.type === "ExprName" && BINDS_OUT_OF_SIGHT.has(nameOf(node.id))) open = true;
    if (node.type === "ExprAttribute" && BINDS_OUT_OF_SIGHT.has(nameOf(node.attr))) open = true;
    if (inFunction) return;
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
      case "ExprName":
        if (isNode(node.ctx) ? false : node.ctx === "Store") bind(nameOf(node.id), node);
        break;
      case "PatternMatchAs":
      case "PatternMatchStar":
        if (isNode(node.name)) bind(nameOf(node.name), node);
    }
    return undefined;
  });
  return { byName, open };
}

/** Visits each node; what a visit has looked into itself is left out. */
function walk(
  value: PythonValue | undefined,
  visit: (node: PythonNode, inFunction: boolean) => string | undefined | void,
  inFunction = false,
): void {
  if (Array.isArray(value)) value.forEach((item: PythonValue) => walk(item, visit, inFunction));
  if (!isNode(value) || visit(value, inFunction) !== undefined) return;
  const opens = value.type === "StmtFunctionDef" || value.type === "StmtClassDef" || value.type === "ExprLambda";
  for (const field of Object.values(value)) walk(field, visit, inFunction || opens);
}

/** Warns of modules that nothing in the image is known to bring. */
function warnOfImports(
  inspector: Inspector,
  module: PythonNode,
  directories: readonly string[],
  script: string,
  environment: KnownPackages,
): void {
  if (environment.open) return;
  const own = new Set(directories.flatMap((directory) => readdirSync(directory).map((name) => name.split(".")[0]!)));
  const packages = new Set(environment.names.flatMap((name) => [name, ...(BROUGHT_ALONG[name] ?? [])]));
  const unknown = importsOf(module).filter((name) => !isAtHand(name, own, packages));
  if (unknown.length === 0) return;
  const listed = [...new Set(unknown.map((name) => packageOf(name)))].sort().join(", ");
  const modules = [...new Set(unknown)].sort().join(", ");
  inspector.warn(
    `${script} imports ${modules}, which the environment does not list: add ${listed} to it, unless another package brings it.`,
    "script-imports",
  );
}

/** Modules that the script cannot do without: what stands in `try` or under `TYPE_CHECKING` may be missing. */
function importsOf(module: PythonNode): string[] {
  const found: string[] = [];
  walk(module, (node) => {
    if (node.type === "StmtTry") return "optional";
    if (node.type === "StmtIf" && isNode(node.test)) return "optional";
    if (node.type === "StmtImport") found.push(...nodes(node.names).map(({ name }) => nameOf(name)));
    if (node.type === "StmtImportFrom" && node.level === "0") found.push(nameOf(node.module));
    return undefined;
  });
  return found;
}

function isAtHand(module: string, own: ReadonlySet<string>, packages: ReadonlySet<string>): boolean {
  const parts = module.split(".");
  const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join("."));
  if (own.has(parts[0]!) || prefixes.some((prefix) => MODULES_AT_HAND.has(prefix))) return true;
  const [top] = parts;
  const candidates = PACKAGES_OF_MODULE[top!] ?? [normalizedName(top!)];
  if (candidates.some((name) => packages.has(name))) return true;
  // parts of a namespace such as google.cloud are packages of their own
  return [...packages].some((name) => name.startsWith(`${normalizedName(top!)}-`));
}

function packageOf(module: string): string {
  const [top] = module.split(".");
  return (PACKAGES_OF_MODULE[top!] ?? [normalizedName(top!)])[0]!;
}

function isNode(value: PythonValue | undefined): value is PythonNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nodes(value: PythonValue | undefined): PythonNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text in an identifier, however it is wrapped. */
function nameOf(value: PythonValue | undefined): string {
  if (typeof value === "string") return value;
  if (!isNode(value)) return "";
  return nameOf(value.type === "Name" ? value.value : (value.id ?? value.name));
}
