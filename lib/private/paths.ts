import { existsSync } from "fs";
import { dirname, isAbsolute, join, resolve } from "path";
import type { IConstruct } from "constructs";

/**
 * A path the user gave. Relative ones count from the directory of `cdktf.json`, as those of cdktf's own assets do;
 * without one, from the working directory.
 */
export function resolvePath(scope: IConstruct, path: string): string {
  return isAbsolute(path) ? path : resolve(projectDirectory(scope), path);
}

function projectDirectory(scope: IConstruct): string {
  const configured: unknown = scope.node.tryGetContext("cdktfJsonPath");
  if (typeof configured === "string") return dirname(configured);
  for (let directory = process.cwd(); ; directory = dirname(directory)) {
    if (existsSync(join(directory, "cdktf.json"))) return directory;
    if (dirname(directory) === directory) return process.cwd();
  }
}
