import { readFileSync } from "fs";
import { parseDocument } from "yaml";
import type { Inspector, TextRule } from "./private/validation";

/**
 * What else an environment is made of.
 */
export interface EnvironmentOptions {
  /**
   * Python packages that the system has to offer, by Debian name, for example `libgomp1`.
   * @default - none
   */
  readonly systemPackages?: string[];

  /**
   * Image that the app's image is built on: one that holds the Functions host and the Python worker.
   * @see https://mcr.microsoft.com/artifact/mar/azure-functions/python
   * @default - mcr.microsoft.com/azure-functions/python, host version 4, of the environment's Python version
   */
  readonly baseImage?: string;
}

/**
 * An environment of pip packages.
 */
export interface PipEnvironmentOptions extends EnvironmentOptions {
  /**
   * Version of Python: `3.10`, `3.11`, `3.12` or `3.13`.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-reference-python#python-version
   * @default 3.12
   */
  readonly pythonVersion?: string;
}

/** Python versions of the Functions base image. */
const PYTHON_VERSIONS = ["3.10", "3.11", "3.12", "3.13"];
const PYTHON_VERSIONS_PAGE =
  "https://learn.microsoft.com/azure/azure-functions/functions-reference-python#python-version";

const ENVIRONMENT = Symbol.for("cdktf-azure-ml-functions.Environment");

/**
 * The Python packages that the script needs. What the runtime itself needs is added to them.
 */
export class Environment {
  /**
   * The packages of a requirements file.
   * @param path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options Python version, system packages, base image
   */
  public static fromRequirements(path: string, options: PipEnvironmentOptions = {}): Environment {
    return new Environment(options, (inspector, resolve) => {
      const requirements = readText(inspector, path, resolve);
      return pip(inspector, options.pythonVersion, requirements ?? "");
    });
  }

  /**
   * The packages of a list.
   * @param requirements one requirement a package, for example `scikit-learn==1.7.2`
   * @param options Python version, system packages, base image
   */
  public static fromPackages(requirements: string[], options: PipEnvironmentOptions = {}): Environment {
    const lines = Array.isArray(requirements) ? requirements.map((line) => `${line}\n`) : [];
    return new Environment(options, (inspector) => {
      if (
        !Array.isArray(requirements) ||
        requirements.some((line) => typeof line !== "string" || /[\r\n]/.test(line))
      ) {
        inspector.reject({
          code: "environment-packages",
          prop: "environment.requirements",
          value: requirements,
          message: "a list of texts of one line, one requirement each",
          remedy: 'Give for example ["scikit-learn==1.7.2"].',
        });
      }
      return pip(inspector, options.pythonVersion, lines.join(""));
    });
  }

  /**
   * The packages of a conda file. One with only Python and pip parts becomes pip on the Functions base image of that Python
   * version; others get a conda environment that the worker runs on.
   * @param path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options system packages, base image
   */
  public static fromConda(path: string, options: EnvironmentOptions = {}): Environment {
    return new Environment(options, (inspector, resolve) => {
      const text = readText(inspector, path, resolve);
      return text === undefined ? pip(inspector, undefined, "") : conda(inspector, path, text);
    });
  }

  /**
   * Whether a value is an `Environment`.
   * @param value anything
   */
  public static isEnvironment(value: unknown): boolean {
    return typeof value === "object" && value !== null && ENVIRONMENT in value;
  }

  private constructor(
    private readonly options: EnvironmentOptions,
    private readonly read: (inspector: Inspector, resolve: (path: string) => string) => Dependencies,
  ) {
    Object.defineProperty(this, ENVIRONMENT, { value: true });
  }

  /**
   * Reads the files, and refuses what cannot be built.
   * @internal
   */
  public _describe(inspector: Inspector, resolve: (path: string) => string): DescribedEnvironment {
    const packages = this.options.systemPackages ?? [];
    const systemPackages = packages.map((name, i) => {
      return inspector.text(`environment.systemPackages[${i}]`, name, SYSTEM_PACKAGE);
    });
    const baseImage = inspector.optionalText("environment.baseImage", this.options.baseImage, BASE_IMAGE);
    return { ...this.read(inspector, resolve), systemPackages, baseImage };
  }
}

/**
 * The file that names the packages, as it goes into the build context.
 * @internal
 */
export interface Dependencies {
  readonly kind: "pip" | "conda";
  readonly pythonVersion: string;
  readonly text: string;
}

/**
 * An environment with its files read.
 * @internal
 */
export interface DescribedEnvironment extends Dependencies {
  readonly systemPackages: readonly string[];
  readonly baseImage: string | undefined;
}

const SYSTEM_PACKAGE: TextRule = {
  code: "environment-system-package",
  allowed: "the name of a Debian package: two or more lower-case letters, digits, and + - .",
  remedy: "Give the name as apt-get knows it, for example libgomp1.",
  example: "libgomp1",
  link: "https://www.debian.org/doc/debian-policy/ch-controlfields.html#source",
  test: (name) => /^[a-z0-9][a-z0-9+.-]+$/.test(name),
};

const BASE_IMAGE: TextRule = {
  code: "environment-base-image",
  allowed: "a reference of an image: a registry host and a repository in lower case, with a tag or digest",
  remedy: "Give for example mcr.microsoft.com/azure-functions/python:4-python3.12.",
  example: "mcr.microsoft.com/azure-functions/python:4-python3.12",
  test: (reference) => /^[a-z0-9][a-z0-9./_:-]*(?::[\w.-]{1,128})?(?:@sha256:[0-9a-f]{64})?$/.test(reference),
};

function readText(inspector: Inspector, path: string, resolve: (path: string) => string): string | undefined {
  try {
    return readFileSync(resolve(path), "utf8")
      .replace(/^\uFEFF/, "")
      .replace(/\r\n/g, "\n");
  } catch {
    inspector.reject({
      code: "environment-path",
      prop: "environment",
      value: path,
      message: "the path of a file that exists and can be read",
      remedy: "Give the path of the file, relative to the directory of cdktf.json.",
    });
    return undefined;
  }
}

function pip(inspector: Inspector, givenVersion: string | undefined, text: string): Dependencies {
  const prop = "environment.pythonVersion";
  const version = inspector.oneOf(
    prop,
    givenVersion ?? "3.12",
    PYTHON_VERSIONS,
    "python-version",
    PYTHON_VERSIONS_PAGE,
  );
  const reference = text
    .split("\n")
    .find((line) => /^\s*(-r|-c|-e|--requirement|--constraint|--editable)\b|^\s*\.{1,2}\//.test(line));
  if (reference !== undefined) {
    inspector.reject({
      code: "environment-local-requirement",
      prop: "environment",
      value: reference.trim(),
      message: "packages and indexes only: the files and directories beside it are not there when the image is built",
      remedy: "Write the packages into one file (pip-compile does), and put own modules into the source directory.",
      link: "https://pip.pypa.io/en/stable/reference/requirements-file-format/",
    });
  }
  return { kind: "pip", pythonVersion: version, text };
}

const CONDA_PAGE = "https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html";

function conda(inspector: Inspector, path: string, text: string): Dependencies {
  const refuse = (code: string, value: unknown, message: string, remedy: string): Dependencies => {
    inspector.reject({ code, prop: "environment", value, message, remedy, link: CONDA_PAGE });
    return { kind: "conda", pythonVersion: "3.12", text };
  };
  const document = parseDocument(text);
  const parsed: unknown = document.errors.length > 0 ? undefined : document.toJS();
  const dependencies = (parsed as { dependencies?: unknown } | null | undefined)?.dependencies;
  if (!Array.isArray(dependencies)) {
    return refuse(
      "conda-file",
      path,
      "a conda file: YAML with a list of dependencies",
      "Write it as conda env export does.",
    );
  }
  const names = dependencies.filter((entry): entry is string => typeof entry === "string");
  const python = names
    .map((entry) => /^\s*(?:[\w-]+::)?python\s*(.*)$/.exec(entry)?.[1])
    .find((found) => found !== undefined);
  const version = /^(?:==?|~=)?\s*(3\.\d+)(?:\.(?:\d+|\*))*\s*(?:=.*)?$/.exec(python ?? "")?.[1];
  if (version === undefined || !PYTHON_VERSIONS.includes(version)) {
    const value = python === undefined ? "(no python)" : `python${python}`;
    const message = `a dependency python=x.y with one of ${PYTHON_VERSIONS.join(", ")}: the Functions worker is made for these`;
    return refuse("conda-python", value, message, "Name the version, for example python=3.12.");
  }
  const isPythonOrPip = (entry: string) => /^\s*(?:[\w-]+::)?(python|pip)\s*(?:[=<>!~].*)?$/.test(entry);
  if (!names.every(isPythonOrPip)) return { kind: "conda", pythonVersion: version, text };
  const lists = dependencies.flatMap((entry) =>
    typeof entry === "object" && entry !== null ? [entry as { pip?: unknown }] : [],
  );
  const lines = lists.flatMap((entry) => (Array.isArray(entry.pip) ? entry.pip.map(String) : []));
  return pip(inspector, version, lines.map((line) => `${line}\n`).join(""));
}
