import { isSyntaxError, parsePython } from "./ast";
import { bindingsOf, decode, decoratorsOf, parametersOf } from "./module";
import { syntaxAdvice } from "./python2";

type Refuse = (message: string, remedy: string) => void;

/**
 * Refuses a trigger's module that the runtime could not use. It is never run, and what is not certain passes.
 *
 * @param bytes of the file
 * @param pythonVersion of the image
 * @param cacheDirectory where what was read is remembered
 */
export function judgeTriggerModule(
  refuse: Refuse,
  bytes: Buffer,
  pythonVersion: string,
  cacheDirectory: string | undefined,
): void {
  const decoded = decode(bytes);
  if (decoded.text === undefined) {
    const { found } = decoded;
    return refuse(`a text file in UTF-8${found === undefined ? "" : `, not ${found}`}`, "Save it as UTF-8.");
  }
  const module = parsePython(decoded.text, pythonVersion, cacheDirectory);
  if (module === undefined) return;
  if (isSyntaxError(module)) {
    const { what, remedy } = syntaxAdvice(decoded.text, module);
    return refuse(`a module of Python ${pythonVersion}${what}; line ${module.line}: ${module.message}`, remedy);
  }
  const { byName, open } = bindingsOf(module);
  const [register, ...others] = byName.get("register") ?? [];
  const example = "Define it: def register(app, scoring, settings):";
  if (register === undefined && !open) refuse("a module with a function register", example);
  // of several definitions, or of one that a decorator may change, it is not certain what is called
  if (register?.type !== "StmtFunctionDef" || others.length > 0 || decoratorsOf(register).length > 0) return;
  if (register.is_async === "true") {
    refuse("a function register without async: the runtime does not await it", example);
  }
  const parameters = parametersOf(register);
  const positional = parameters.filter(({ kind, isKeywordOnly }) => (kind === "" || kind === "/") && !isKeywordOnly);
  const required = parameters.filter(({ kind, optional }) => kind !== "*" && kind !== "**" && !optional);
  const takesMore = parameters.some(({ kind }) => kind === "*");
  const isKeyword = required.some(({ isKeywordOnly }) => isKeywordOnly);
  if (isKeyword || required.length > 3 || (positional.length < 3 && !takesMore)) {
    refuse("a function register that takes three arguments: app, scoring, settings", example);
  }
}
