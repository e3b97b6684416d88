import { join, posix } from "path";
import type { InferenceConfig } from "../../inference-config";
import type { LocatedScript } from "../image/contents";
import type { Inspector } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { statOf } from "./common/paths";

/** Where the entry script lies; undefined where it does not. */
export function readScript(
  inspector: Inspector,
  config: Partial<InferenceConfig>,
  resolve: (path: string) => string,
): LocatedScript | undefined {
  const { sourceDirectory, entryScript } = config;
  const isDirectory = isPath(sourceDirectory) && statOf(sourceDirectory, resolve)?.isDirectory() === true;
  if (!isDirectory) {
    inspector.refuse({
      code: "source-directory",
      prop: "inferenceConfig.sourceDirectory",
      value: sourceDirectory,
      message: "the path of a directory that exists",
      remedy: "Give the directory of the scoring script, relative to the directory of cdktf.json.",
    });
  }
  const directory = isDirectory ? resolve(sourceDirectory) : undefined;
  const script = isPath(entryScript) ? posix.normalize(entryScript.replace(/\\/g, "/")) : "";
  const outside = posix.isAbsolute(script) || script.split("/").includes("..");
  const isScript = !outside && script.endsWith(".py");
  // without the directory, the name is all that can be judged
  const isThere = directory === undefined || statOf(join(directory, script), (path) => path)?.isFile();
  if (!isScript || !isThere) {
    inspector.refuse({
      code: "entry-script",
      prop: "inferenceConfig.entryScript",
      value: entryScript,
      message: "the path of a Python file in sourceDirectory",
      remedy: "Give the script's path relative to sourceDirectory, for example score.py.",
      link: "https://learn.microsoft.com/azure/machine-learning/how-to-deploy-online-endpoints#understand-the-scoring-script",
    });
    return undefined;
  }
  return directory === undefined ? undefined : { directory, entryScript: script };
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !isToken(value);
}
