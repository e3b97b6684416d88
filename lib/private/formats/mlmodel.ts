import { readdirSync, statSync } from "fs";
import { join } from "path";
import { parse } from "yaml";

/** What a folder that MLflow saved says of itself. */
export interface MlflowModel {
  /** Minor version of Python that the model was saved with, for example `3.12`. */
  readonly pythonVersion: string | undefined;
  /** Version of MLflow that saved it. */
  readonly mlflowVersion: string | undefined;
  /** Names of the flavors, sorted. */
  readonly flavors: readonly string[];
  /** Module by which `mlflow.pyfunc` loads it; undefined where it cannot. */
  readonly loader: string | undefined;
  /** Files of its environment as it names them: they need not be there. */
  readonly files: { readonly conda: string; readonly pythonEnvironment: string };
}

const FILE = "MLmodel";

/** Folders of a model that was logged lie one or two directories below what is downloaded. */
const MOST_LEVELS = 3;

/** The directory of the file `MLmodel` that lies highest; of several on one level the first by name. */
export function findMlflowModel(directory: string): string | undefined {
  let level = [directory];
  for (let i = 0; i <= MOST_LEVELS; i++) {
    // a link to it is one, too: tools that version data leave such
    const found = level.find((path) => statSync(join(path, FILE), { throwIfNoEntry: false })?.isFile());
    if (found !== undefined) return found;
    level = level.flatMap((path) => {
      const inside = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      return inside.map(({ name }) => join(path, name)).sort();
    });
  }
  return undefined;
}

/**
 * Reads the text of a file `MLmodel`; undefined where it is none.
 * @see https://mlflow.org/docs/latest/ml/model/#model-format
 */
export function readMlflowModel(text: string): MlflowModel | undefined {
  const { flavors, mlflow_version: mlflowVersion } = membersOf(parsed(text));
  if (!isMap(flavors)) return undefined;
  const python = membersOf(flavors.python_function);
  const { env } = python;
  const files = membersOf(env);
  return {
    pythonVersion: minorOf(python.python_version),
    mlflowVersion: textOf(mlflowVersion),
    flavors: Object.keys(flavors).sort(),
    loader: textOf(python.loader_module),
    files: {
      conda: textOf(env) ?? textOf(files.conda) ?? "conda.yaml",
      pythonEnvironment: textOf(files.virtualenv) ?? "python_env.yaml",
    },
  };
}

/** Minor version of Python that a file `python_env.yaml` names. */
export function pythonOf(pythonEnvironment: string): string | undefined {
  return minorOf(membersOf(parsed(pythonEnvironment)).python);
}

function minorOf(version: unknown): string | undefined {
  return /^3\.\d+/.exec(textOf(version) ?? "")?.[0];
}

function parsed(text: string): unknown {
  try {
    // versions such as 3.10 are no numbers
    return parse(text, { schema: "failsafe" });
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function membersOf(value: unknown): { readonly [name: string]: unknown } {
  return isMap(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value !== "null" ? value : undefined;
}
