import { readdirSync, readFileSync, statSync } from "fs";
import { basename, dirname, join } from "path";
import type { BreachCode } from "../validation/codes";
import type { Inspector } from "../validation/inspector";
import { isSyntaxError, parsePython, type PythonNode, type PythonValue } from "./ast";
import { type Held, heldAtImport } from "./held";
import {
  bindingsOf,
  decode,
  decoratorsOf,
  isGenerator,
  isNode,
  nameOf,
  nodes,
  parametersOf,
  signatureOf,
  walk,
} from "./module";
import { BROUGHT_ALONG, MODULES_AT_HAND, PACKAGES_OF_MODULE } from "./modules";
import { syntaxAdvice } from "./python2";
import { normalizedName } from "./requirements";

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

/**
 * Reads the entry script, and refuses what Microsoft's inference server is known to refuse. The script is never run. What
 * is not certain passes: a script may come by its functions in many ways.
 *
 * @param directory the source directory
 * @param script path of the script in it
 * @param environment of the image
 * @param cacheDirectory where what was read is remembered
 */
export function judgeScript(
  inspector: Inspector,
  directory: string,
  script: string,
  environment: KnownPackages & { readonly pythonVersion: string },
  cacheDirectory: string | undefined,
): void {
  const refuse = (code: BreachCode, value: string, message: string, remedy: string) => {
    inspector.refuse({ code, prop: PROP, value, message, remedy, link: SCRIPT_PAGE });
  };
  const decoded = decode(readFileSync(join(directory, script)));
  if (decoded.text === undefined) {
    const { found } = decoded;
    const message = `a text in UTF-8, or in the encoding that its first lines name${found === undefined ? "" : `, not ${found}`}`;
    const remedy =
      found === undefined
        ? "Save it as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-"
        : "Save it as UTF-8: in PowerShell with Out-File -Encoding utf8 in place of >.";
    return refuse("script-encoding", script, message, remedy);
  }
  const module = parsePython(decoded.text, environment.pythonVersion, cacheDirectory);
  if (module === undefined) return;
  if (isSyntaxError(module)) {
    const value = `${script}, line ${module.line}: ${module.message}`;
    const { what, remedy } = syntaxAdvice(decoded.text, module);
    return refuse("script-syntax", value, `a script of Python ${environment.pythonVersion}${what}`, remedy);
  }
  const { refusals, warnings } = findingsIn(script, module);
  refusals.forEach((refusal) => refuse(...refusal));
  warnings.forEach((warning) => inspector.warn(warning, "script-batch"));
  warnOfImports(inspector, module, [directory, dirname(join(directory, script))], script, environment);
}

interface Findings {
  readonly refusals: readonly Parameters<Refuse>[];
  readonly warnings: readonly string[];
}

/** What is found in the script alone. */
function findingsIn(script: string, module: PythonNode): Findings {
  // apps of one stack tend to share a script, of which the parser hands out one tree
  if (last?.script !== script || last.module !== module) {
    const [refusals, warnings]: [Parameters<Refuse>[], string[]] = [[], []];
    const refuse: Refuse = (...refusal) => void refusals.push(refusal);
    judgeRelativeImports(refuse, script, module);
    judgeFunctions(
      (code, value, ...rest) => refuse(code, value === script ? value : `${script}: ${value}`, ...rest),
      (warning) => void warnings.push(warning),
      script,
      module,
    );
    last = { script, module, findings: { refusals, warnings } };
  }
  return last.findings;
}

let last: { readonly script: string; readonly module: PythonNode; readonly findings: Findings } | undefined;

/** The server loads the script as a module of no package. */
function judgeRelativeImports(refuse: Refuse, script: string, module: PythonNode): void {
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
type Warn = (warning: string) => void;

function judgeFunctions(refuse: Refuse, warn: Warn, script: string, module: PythonNode): void {
  const bindings = bindingsOf(module);
  if (bindings.open) return;
  const heldBy = heldAtImport(module, bindings);
  for (const name of ["init", "run"] as const) {
    if (!bindings.byName.has(name)) {
      const { code, example } = FUNCTIONS[name];
      refuse(code, script, `a script with a function ${name}`, `Define it in the script: ${example}`);
      continue;
    }
    // its functions take the place of the script's
    if (bindings.byName.has("driver_module")) continue;
    const values = heldBy(name);
    const refusals = values.map((held) => refusalsOf(name, held));
    // of several values it is not certain which one counts
    if (refusals.every((found) => found.length > 0)) {
      const telling = values.findIndex(({ kind }) => kind !== "nothing");
      refusals[Math.max(telling, 0)]!.forEach((refusal) => refuse(...refusal));
    } else if (name === "run" && values.length === 1) {
      warnOfBatches(warn, script, values[0]!);
    }
  }
}

const FUNCTIONS = {
  init: { code: "script-init", example: "def init():" },
  run: { code: "script-run", example: "def run(data):" },
} as const;

function refusalsOf(name: "init" | "run", held: Held): Parameters<Refuse>[] {
  const refusals: Parameters<Refuse>[] = [];
  const refuse: Refuse = (...refusal) => void refusals.push(refusal);
  const { code, example } = FUNCTIONS[name];
  switch (held.kind) {
    case "function":
      if (name === "init") judgeInit(refuse, held.node);
      else judgeRun(refuse, held.node);
      break;
    case "class":
      // calling it is all that init is for
      if (name === "init" || !held.isPlain) break;
      refuse(
        code,
        "class run",
        "a function run: calling a class makes an instance, which is no answer that JSON can hold",
        `Define a function that calls it, and name the class differently: ${example}`,
      );
      break;
    case "constant": {
      const remedy = `Name the value differently, or define the function after it: ${example}`;
      refuse(code, `${name} is ${held.shown}`, `a script whose ${name} is a function`, remedy);
      break;
    }
    case "deleted": {
      const message = `a script that has its function ${name} at the end`;
      refuse(code, `del ${name}`, message, "Take del away, or define the function after it.");
      break;
    }
    case "nothing":
      refuse(
        code,
        `${name} under a condition that is false`,
        `a script that defines its function ${name} when it is imported: its __name__ is not "__main__" then`,
        'Define it outside of if __name__ == "__main__" or if TYPE_CHECKING.',
      );
  }
  return refusals;
}

function judgeInit(refuse: Refuse, init: PythonNode): void {
  const shown = signatureOf("init", init);
  if (decoratorsOf(init).length > 0) return;
  if (init.is_async === "true") {
    refuse("script-async", shown, "a function init without async, which would never run", "Take async away.");
  }
  if (init.is_async !== "true" && isGenerator(init)) {
    refuse("script-generator", shown, "a function init without yield, which would never run", "Take yield away.");
  }
  const required = parametersOf(init).filter(({ kind, optional }) => !optional && kind !== "*" && kind !== "**");
  if (required.length > 0) {
    const message = "a function init that can be called without arguments";
    refuse("script-init-arguments", shown, message, "Take the parameters away: read AZUREML_MODEL_DIR in it.");
  }
}

function judgeRun(refuse: Refuse, run: PythonNode): void {
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
  if (run.is_async !== "true" && isGenerator(run)) {
    const message = "a function run without yield: a generator is no answer, and every request would get 500";
    refuse("script-generator", shown, message, "Return the whole answer, for example a list of what is yielded.");
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

/** Functions that take a text, and its methods. */
const READS_TEXT = new Set(
  (
    "loads load_json safe_load from_json read_json model_validate_json validate_json parse_raw decode literal_eval StringIO " +
    "b64decode fromstring isinstance str bytes encode split splitlines strip startswith"
  ).split(" "),
);

/** Warns of the signature of Azure ML's batch endpoints, unless the function takes a text all the same. */
function warnOfBatches(warn: Warn, script: string, held: Held): void {
  if (held.kind !== "function" || decoratorsOf(held.node).length > 0) return;
  const [input] = parametersOf(held.node).filter(({ name }) => name !== "request_headers");
  if (input === undefined || !/^mini_?batch$/i.test(input.name)) return;
  const isInput = (value: PythonValue | undefined) => isNode(value) && nameOf(value) === input.name;
  let isText = false;
  walk(held.node, (node) => {
    if (node.type === "ExprAttribute" && isInput(node.value) && READS_TEXT.has(nameOf(node.attr))) isText = true;
    if (node.type === "ExprCall" && isNode(node.func) && isNode(node.arguments)) {
      const { func, arguments: given } = node;
      const called = func.type === "ExprAttribute" ? nameOf(func.attr) : nameOf(func);
      if (READS_TEXT.has(called) && nodes(given.args).some(isInput)) isText = true;
    }
    if (node.type === "Parameter" && isInput(node) && isNode(node.annotation) && nameOf(node.annotation) === "str") {
      isText = true;
    }
  });
  if (isText) return;
  warn(
    `${script} defines ${signatureOf("run", held.node)}, as scripts of batch endpoints do. Here, run gets the payload of one ` +
      `request as a text, not a list of files. Read the text, and write for example run(data).`,
  );
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
  const missing = [...new Set(importsOf(module).filter((name) => !isAtHand(name, own, packages)))].sort();
  const outside = missing.filter((name) => liesOutside(name, directories[0]!));
  if (outside.length > 0) {
    inspector.warn(
      `${script} imports ${outside.join(", ")} from outside of the source directory, of which nothing gets into the image: set ` +
        `sourceDirectory to the directory above that holds ${topsOf(outside)}, and entryScript to the script's path from there, unless a package brings it.`,
      "script-imports",
    );
  }
  const unknown = missing.filter((name) => !outside.includes(name));
  if (unknown.length === 0) return;
  const listed = [...new Set(unknown.map((name) => packageOf(name)))].sort().join(", ");
  inspector.warn(
    `${script} imports ${unknown.join(", ")}, which the environment does not list: add ${listed} to it, unless another package brings it.`,
    "script-imports",
  );
}

function topsOf(modules: readonly string[]): string {
  return [...new Set(modules.map((name) => name.split(".")[0]!))].join(", ");
}

/** Whether a module is found beside the source directory, or in a directory around it that has the name of its package. */
function liesOutside(module: string, directory: string): boolean {
  const parts = module.split(".");
  const around = ancestorsOf(directory).filter((path) => basename(path) === parts[0]);
  return [directory, ...around].some((path) => isModule(join(dirname(path), ...parts)));
}

function ancestorsOf(directory: string): string[] {
  const above = dirname(directory);
  return above === directory ? [] : [directory, ...ancestorsOf(above)];
}

/** A file, or a directory with Python files in it or one further down. */
function isModule(path: string): boolean {
  if (statSync(`${path}.py`, { throwIfNoEntry: false })?.isFile()) return true;
  const hasFiles = (directory: string) => readdirSync(directory).some((name) => name.endsWith(".py"));
  try {
    const inside = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return hasFiles(path) || inside.some(({ name }) => hasFiles(join(path, name)));
  } catch {
    // none, or not for us to read
    return false;
  }
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
