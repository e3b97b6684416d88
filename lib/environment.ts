import { brand, hasBrand } from "./private/brand";
import { readCondaFile } from "./private/conda";
import { readFile } from "./private/paths";
import type { KnownPackages } from "./private/python-script";
import { checkPythonVersion } from "./private/python-versions";
import { checkPins, checkRequirements, parseRequirements, warnOfCredentials } from "./private/requirements";
import { isToken, type Inspector, type TextRule } from "./private/validation";

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
   * Image that the app's image is built on: one that holds the Functions host and the Python worker. The script sees none of
   * the Python packages that are installed in it: list them in the environment.
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
    return new Environment(options, (inspector, { pythonVersion }, resolve) => {
      return pip(inspector, PROP, pythonVersion, readText(inspector, path, resolve) ?? "");
    });
  }

  /**
   * The packages of a list.
   * @param requirements one requirement a package, for example `scikit-learn==1.7.2`
   * @param options Python version, system packages, base image
   */
  public static fromPackages(requirements: string[], options: PipEnvironmentOptions = {}): Environment {
    const given: unknown = Array.isArray(requirements) ? [...requirements] : requirements;
    return new Environment(options, (inspector, { pythonVersion }) => {
      const lines = checkLines(inspector, given).map((line) => `${line}\n`);
      return pip(inspector, `${PROP}.requirements`, pythonVersion, lines.join(""));
    });
  }

  /**
   * The packages of a conda file. One with only Python and pip parts becomes pip on the Functions base image of that Python
   * version; others get a conda environment that the worker runs on.
   * @param path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options system packages, base image
   */
  public static fromConda(path: string, options: EnvironmentOptions = {}): Environment {
    return new Environment(options, (inspector, _options, resolve) => {
      const text = readText(inspector, path, resolve);
      return text === undefined ? pip(inspector, PROP, undefined, "") : conda(inspector, path, text);
    });
  }

  /**
   * Whether a value is an `Environment`.
   * @param value anything
   */
  public static isEnvironment(value: unknown): boolean {
    return hasBrand(value, "Environment");
  }

  private constructor(
    private readonly options: PipEnvironmentOptions,
    private readonly read: (
      inspector: Inspector,
      options: Partial<PipEnvironmentOptions>,
      resolve: (path: string) => string,
    ) => Dependencies,
  ) {
    brand(this, "Environment");
  }

  /**
   * Reads the files, and refuses what cannot be built.
   * @internal
   */
  public _describe(inspector: Inspector, resolve: (path: string) => string): DescribedEnvironment {
    const options = inspector.struct(PROP, this.options);
    const before = inspector.breaches.length;
    if (isToken(options.baseImage)) inspector.rejectToken(`${PROP}.baseImage`, options.baseImage);
    const dependencies = this.read(inspector, options, resolve);
    const baseImage = inspector.optionalText(`${PROP}.baseImage`, options.baseImage, BASE_IMAGE);
    if (baseImage !== undefined && inspector.breaches.length === before)
      checkBasePython(inspector, baseImage, dependencies.pythonVersion);
    return { ...dependencies, systemPackages: checkSystemPackages(inspector, options.systemPackages), baseImage };
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
  /** What is known of the packages that the file names. */
  readonly packages: KnownPackages;
}

/**
 * An environment with its files read.
 * @internal
 */
export interface DescribedEnvironment extends Dependencies {
  readonly systemPackages: readonly string[];
  readonly baseImage: string | undefined;
}

const PROP = "inferenceConfig.environment";

const SYSTEM_PACKAGE: TextRule = {
  code: "environment-system-package",
  allowed:
    "the name of a Debian package: two or more lower-case letters, digits, and + - . (with an architecture after : or a version after =)",
  remedy: "Give the name as apt-get knows it, for example libgomp1.",
  example: "libgomp1",
  link: "https://www.debian.org/doc/debian-policy/ch-controlfields.html#source",
  test: (name) => /^[a-z0-9][a-z0-9+.-]+(?::[a-z0-9-]+)?(?:=[A-Za-z0-9.+:~-]+)?$/.test(name),
};

const BASE_IMAGE: TextRule = {
  code: "environment-base-image",
  allowed: "a reference of an image: a registry host and a repository in lower case, with a tag or digest",
  remedy: "Give for example mcr.microsoft.com/azure-functions/python:4-python3.12.",
  example: "mcr.microsoft.com/azure-functions/python:4-python3.12",
  link: "https://mcr.microsoft.com/artifact/mar/azure-functions/python",
  test: (reference) =>
    /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::\d{1,5}(?=\/))?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(
      reference,
    ),
};

const MICROSOFTS_BASE = /^mcr\.microsoft\.com\/azure-functions\/([a-z-]+):(?:[\w.-]*?python(\d+\.\d+))?/;

function checkBasePython(inspector: Inspector, baseImage: string, pythonVersion: string): void {
  const [, language, version] = MICROSOFTS_BASE.exec(baseImage) ?? [];
  const isPython = language === undefined || language === "python";
  if (isPython && (version === undefined || version === pythonVersion)) return;
  inspector.reject({
    code: "environment-base-image",
    prop: `${PROP}.baseImage`,
    value: baseImage,
    message: `an image with Python ${pythonVersion}, which the environment is made for`,
    remedy: `Give mcr.microsoft.com/azure-functions/python:4-python${pythonVersion}, or change the Python version.`,
    link: BASE_IMAGE.link,
  });
}

function checkSystemPackages(inspector: Inspector, packages: unknown = []): string[] {
  if (Array.isArray(packages)) {
    return packages.map((name: unknown, i) => {
      const prop = `${PROP}.systemPackages[${i}]`;
      if (isToken(name)) inspector.rejectToken(prop, name);
      return inspector.text(prop, name, SYSTEM_PACKAGE);
    });
  }
  inspector.reject({
    code: "environment-system-package",
    prop: `${PROP}.systemPackages`,
    value: packages,
    message: "a list of Debian packages",
    remedy: 'Give for example ["libgomp1"], or leave it out.',
  });
  return [];
}

function readText(inspector: Inspector, path: unknown, resolve: (path: string) => string): string | undefined {
  const bytes = readFile(path, resolve);
  const text = bytes?.toString("utf8");
  if (text !== undefined && !text.includes("\0")) return text.replace(/^\uFEFF/, "").replace(/\r\n/g, "\n");
  inspector.reject({
    code: "environment-path",
    prop: PROP,
    value: path,
    message: "the path of a text file that exists and can be read",
    remedy: "Give the path of the file, relative to the directory of cdktf.json.",
  });
  return undefined;
}

function checkLines(inspector: Inspector, lines: unknown): string[] {
  const isLine = (line: unknown) =>
    typeof line === "string" && line.trim() !== "" && !/[\r\n]/.test(line) && !isToken(line);
  if (Array.isArray(lines) && !isToken(lines) && lines.every(isLine)) return lines as string[];
  inspector.reject({
    code: "environment-packages",
    prop: `${PROP}.requirements`,
    value: lines,
    message: "a list of texts of one line, one requirement each, known when the stack is synthesized",
    remedy: 'Give for example ["scikit-learn==1.7.2"].',
  });
  return [];
}

function pip(inspector: Inspector, prop: string, givenVersion: unknown, text: string): Dependencies {
  const pythonVersion = checkPythonVersion(inspector, `${PROP}.pythonVersion`, givenVersion);
  const parsed = parseRequirements(text);
  checkRequirements(inspector, prop, parsed);
  warnOfCredentials(inspector, text);
  const names = parsed.requirements.flatMap(({ name }) => name ?? []);
  return { kind: "pip", pythonVersion, text, packages: { names, open: parsed.open } };
}

function conda(inspector: Inspector, path: string, text: string): Dependencies {
  const { pythonVersion, pipLines, requirements, pipOnly } = readCondaFile(inspector, PROP, path, text);
  if (pipOnly) return pip(inspector, PROP, pythonVersion, pipLines.map((line) => `${line}\n`).join(""));
  const parsed = parseRequirements(pipLines.join("\n"));
  checkRequirements(inspector, PROP, parsed);
  checkPins(inspector, PROP, requirements);
  warnOfCredentials(inspector, text);
  checkPythonVersion(inspector, PROP, pythonVersion);
  const names = [...requirements, ...parsed.requirements].flatMap(({ name }) => name ?? []);
  return { kind: "conda", pythonVersion, text, packages: { names, open: parsed.open } };
}
