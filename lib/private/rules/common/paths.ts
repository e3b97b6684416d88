import { existsSync, readFileSync, realpathSync, type Stats, statSync } from "fs";
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

/** The path without symbolic links; as it is where nothing lies there. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** What lies at a path, whatever was given as one; undefined for nothing, or nothing that can be looked at. */
export function statOf(path: unknown, resolve: (path: string) => string): Stats | undefined {
  try {
    return statSync(resolve(path as string));
  } catch {
    return undefined;
  }
}

/** The bytes of a file, whatever was given as its path; undefined where it cannot be read. */
export function readFile(path: unknown, resolve: (path: string) => string): Buffer | undefined {
  try {
    // a pipe or a device might never end
    const isFile = typeof path === "string" && path !== "" && statSync(resolve(path)).isFile();
    return isFile ? readFileSync(resolve(path)) : undefined;
  } catch {
    return undefined;
  }
}
