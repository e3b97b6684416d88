import { join, posix } from "path";
import type { InferenceConfig } from "../../inference-config";
import type { LocatedScript } from "../image/contents";
import type { Inspector } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { type PathProblem, pathProblem } from "./common/path-problems";
import { statOf } from "./common/paths";

/** Where the entry script lies; undefined where it does not. */
export function readScript(
  inspector: Inspector,
  config: Partial<InferenceConfig>,
  resolve: (path: string) => string,
): LocatedScript | undefined {
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
