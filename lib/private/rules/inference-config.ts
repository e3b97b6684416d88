import { join, posix } from "path";
import type { InferenceConfig } from "../../inference-config";
import type { OwnScript } from "../image/contents";
import { judgeScript } from "../python/script";
import type { Inspector } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { readPart } from "./common/parts";
import { type PathProblem, pathProblem } from "./common/path-problems";
import { statOf } from "./common/paths";
import { type Inference, readEnvironment } from "./environment";

/**
 * The user's script and its environment.
 * @param isPipConfigured whether the build configures pip, so that it may have other indexes than the files name
 */
export function readInferenceConfig(
  inspector: Inspector,
  given: InferenceConfig,
  resolve: (path: string) => string,
  isPipConfigured: boolean,
  cacheDirectory: string | undefined,
): Inference {
  const names = { entryScript: true, environment: true, sourceDirectory: true } as const;
  const config = inspector.struct("inferenceConfig", given, names);
  const script = readScript(inspector, config, resolve);
  const prop = "inferenceConfig.environment";
  const part = readPart(inspector, prop, config.environment, "Environment");
  const environment = part && readEnvironment(inspector, prop, part, resolve, isPipConfigured);
  if (script !== undefined && environment !== undefined) {
    const { packages, pythonVersion } = environment;
    judgeScript(inspector, script.directory, script.entryScript, { ...packages, pythonVersion }, cacheDirectory);
  }
  return { script, environment, settings: {} };
}

/** Where the entry script lies; undefined where it does not. */
function readScript(
  inspector: Inspector,
  config: Partial<InferenceConfig>,
  resolve: (path: string) => string,
): OwnScript | undefined {
  const { sourceDirectory, entryScript } = config;
  const problem = pathProblem(sourceDirectory, resolve, "directory");
  if (problem !== undefined) {
    inspector.refuse({
      code: "source-directory",
      prop: "inferenceConfig.sourceDirectory",
      value: sourceDirectory,
      remedy: "Give the directory of the scoring script, relative to the directory of cdktf.json.",
      ...problem,
    });
  }
  const directory = problem === undefined ? resolve(sourceDirectory!) : undefined;
  const script = isPath(entryScript) ? posix.normalize(entryScript.replace(/\\/g, "/")) : "";
  const wrong = scriptProblem(script, directory, sourceDirectory);
  if (wrong !== undefined) {
    inspector.refuse({
      code: "entry-script",
      prop: "inferenceConfig.entryScript",
      value: entryScript,
      remedy: "Give the script's path relative to sourceDirectory, for example score.py.",
      link: "https://learn.microsoft.com/azure/machine-learning/how-to-deploy-online-endpoints#understand-the-scoring-script",
      ...wrong,
    });
    return undefined;
  }
  return directory === undefined ? undefined : { directory, entryScript: script };
}

/** @param directory undefined where it was refused: the script's name is all that can be judged then */
function scriptProblem(script: string, directory: string | undefined, given: unknown): PathProblem | undefined {
  if (script === "") return { message: "the path of a Python file in sourceDirectory" };
  if (posix.isAbsolute(script) || script.split("/").includes("..")) {
    const remedy = "Set sourceDirectory to a directory that holds the script, and give the path from there.";
    return { message: "a path in sourceDirectory, relative to it", remedy };
  }
  if (script.endsWith(".ipynb")) {
    return { message: "a Python file, not a notebook", remedy: "Export it: jupyter nbconvert --to script." };
  }
  if (!script.endsWith(".py")) return { message: "the path of a Python file, which ends with .py" };
  if (directory === undefined) return undefined;
  const problem = pathProblem(script, (path) => join(directory, path), "file");
  if (problem === undefined || problem.remedy !== undefined) return problem;
  const within = posix.relative(posix.normalize(String(given).replace(/\\/g, "/")), script);
  const isThere = !within.startsWith("..") && statOf(join(directory, within), (path) => path)?.isFile();
  return isThere ? { ...problem, remedy: `Write ${within}: the path counts from sourceDirectory.` } : problem;
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !isToken(value);
}
