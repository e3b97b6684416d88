import { existsSync, readFileSync } from "fs";
import { join } from "path";
import type { ImageBuildOptions } from "../../builders/image-build";
import type { ModelFormat } from "../../model";
import type { BuildContextSpec, ContextText, ContextTree } from "../build-context";
import { renderDockerfile } from "./dockerfile";

/** Where Azure Functions runs containers. */
export const PLATFORM = "linux/amd64";

/** A model on disk. */
export interface LocatedModel {
  readonly name: string;
  readonly version: string;
  /** Where it lies, absolute. */
  readonly source: string;
  /** Name of the file or directory. */
  readonly fileName: string;
}

/** The entry script in the directory of the user's, with the modules that it imports. */
export interface OwnScript {
  /** Absolute. */
  readonly directory: string;
  /** Path in the directory, with `/` between the parts. */
  readonly entryScript: string;
}

/** The entry script of the library's for a format, with the modules that it imports. */
export interface FormatScript {
  readonly format: ModelFormat;
  readonly entryScript: string;
}

export type LocatedScript = OwnScript | FormatScript;

/** Environment variables of the image, which app settings of the same name override. */
export interface ImageSettings {
  readonly [name: string]: string;
}

/** The Python environment, its files read. */
export interface ImageEnvironment {
  readonly kind: "pip" | "conda";
  readonly pythonVersion: string;
  /** The file that names the packages, by its name in `environment/`. */
  readonly file: ContextText;
  /** What pip reads with it, by its path in `environment/`. */
  readonly texts: readonly ContextText[];
  readonly trees: readonly ContextTree[];
  /** Debian packages of the version control that pip fetches packages with. */
  readonly versionControl: readonly string[];
  /** Whether pip takes packages alone that have a hash. */
  readonly hashed: boolean;
  /** Debian packages. */
  readonly systemPackages: readonly string[];
  readonly baseImage: string | undefined;
}

/** A Python module that registers a trigger's functions. */
export interface TriggerModule {
  readonly name: string;
  /** Where its file lies, absolute. */
  readonly source: string;
}

/** All that lies in an image, read and found to be fit. */
export interface ImageContents {
  readonly models: readonly LocatedModel[];
  readonly script: LocatedScript;
  readonly environment: ImageEnvironment;
  /** What the script reads of the image's environment variables. */
  readonly settings: ImageSettings;
  readonly triggerModules: readonly TriggerModule[];
  /** Text of the user's own Dockerfile. */
  readonly ownDockerfile: string | undefined;
  /** Whether the builder hands pip's configuration to the build as the secret `pip_conf`. */
  readonly pipSecret: boolean;
  readonly options: ImageBuildOptions;
}

/** `image/` lies beside `lib/` in the sources, and beside `dist/` in the package. */
const IMAGE_DIRECTORY = join(__dirname, "..", "..", "..", "image");

/** Of `image/`, what goes into every context. */
const RUNTIME_FILES = [
  "host.json",
  "function_app.py",
  "requirements.txt",
  "check_environment.py",
  "check_unchanged_since_synth.py",
  "ml_runtime",
];

/** Directory of the modules of triggers, in the image and in `image/`. */
const TRIGGERS = "ml_runtime/triggers";

/** Whether the runtime itself has a module for a trigger. */
export function hasTriggerModule(name: string): boolean {
  return existsSync(join(IMAGE_DIRECTORY, TRIGGERS, `${name}.py`));
}

/** Where the entry script lies in the context. */
export function scriptPath({ entryScript }: LocatedScript): string {
  return `app/${entryScript}`;
}

export function dockerfileOf(contents: ImageContents): string {
  const { environment, models, script, pipSecret, ownDockerfile } = contents;
  return (
    ownDockerfile ??
    renderDockerfile(readFileSync(join(IMAGE_DIRECTORY, "Dockerfile"), "utf8"), {
      baseImage: environment.baseImage,
      pythonVersion: environment.pythonVersion,
      environment: environment.kind,
      file: environment.file.path,
      versionControl: environment.versionControl,
      systemPackages: environment.systemPackages,
      pipSecret,
      hashed: environment.hashed,
      models,
      entryScript: script.entryScript,
      settings: contents.settings,
    })
  );
}

/** Lays out the build context of an image: where each file comes from, and the texts that are made. */
export function layOutContext(contents: ImageContents): BuildContextSpec {
  const { environment, models, script, triggerModules, options } = contents;
  const inEnvironment = <T extends { readonly path: string }>(files: readonly T[]) => {
    return files.map((file) => ({ ...file, path: `environment/${file.path}` }));
  };
  return {
    texts: [
      { path: "Dockerfile", text: dockerfileOf(contents) },
      ...inEnvironment([environment.file, ...environment.texts]),
    ],
    trees: [
      ...inEnvironment(environment.trees),
      ...RUNTIME_FILES.map((name) => {
        return { path: `runtime/${name}`, source: join(IMAGE_DIRECTORY, name), filter: "dockerignore" as const };
      }),
      ...triggerModules.map(({ name, source }) => {
        return { path: `runtime/${TRIGGERS}/${name}.py`, source, filter: "none" as const };
      }),
      ...models.map(({ name, version, fileName, source }) => {
        return { path: `models/${name}/${version}/${fileName}`, source, filter: "none" as const };
      }),
      ...treesOf(script),
    ],
    settings: settingsOf(options),
    // our Dockerfile checks large files, so that they need not be copied
    verified: contents.ownDockerfile === undefined ? ["models", "app"] : [],
  };
}

/** Modules that the library's script for each format imports. */
const SCRIPT_MODULES: { readonly [format in ModelFormat]: readonly string[] } = {
  mlflow: ["ml_mlflow_payloads", "ml_mlflow_swagger"],
  onnx: ["ml_tensors"],
  sklearn: ["ml_tables"],
  skops: ["ml_tables"],
  xgboost: ["ml_tables"],
  lightgbm: ["ml_tables"],
};

const SCRIPTS = join(IMAGE_DIRECTORY, "scripts");

function treesOf(script: LocatedScript): ContextTree[] {
  if ("directory" in script) return [{ path: "app", source: script.directory, filter: "dockerignore" }];
  const modules = SCRIPT_MODULES[script.format].map((name) => `${name}.py`);
  return [
    { path: scriptPath(script), source: join(SCRIPTS, `${script.format}.py`), filter: "none" },
    ...modules.map((name) => ({
      path: `app/${name}`,
      source: join(SCRIPTS, "modules", name),
      filter: "none" as const,
    })),
  ];
}

/** The options as settings of the content hash. */
function settingsOf(options: ImageBuildOptions): { readonly [name: string]: string } {
  const { buildArgs = {}, platform = PLATFORM, target } = options;
  const args = Object.entries(buildArgs).map(([name, value]): [string, string] => [`buildArg ${name}`, value]);
  return { platform, ...(target === undefined ? {} : { target }), ...Object.fromEntries(args) };
}
