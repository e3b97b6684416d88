import { brand, hasBrand } from "./private/validation/brand";

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
 * An environment of a conda file.
 */
export interface CondaEnvironmentOptions extends EnvironmentOptions {
  /**
   * Version of Python that takes the place of the one that the file names: `3.10`, `3.11`, `3.12` or `3.13`. The file stays as
   * it is.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-reference-python#python-version
   * @default - the version that the file names
   */
  readonly pythonVersion?: string;
}

/**
 * The Python packages that the script needs. What the runtime itself needs is added to them.
 */
export class Environment {
  /**
   * The packages of a requirements file, and of the files in its directory, or below, that it refers to.
   * @param path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options Python version, system packages, base image
   */
  public static fromRequirements(path: string, options: PipEnvironmentOptions = {}): Environment {
    return new Environment({ kind: "requirements", path }, options);
  }

  /**
   * The packages of a list.
   * @param requirements one requirement a package, for example `scikit-learn==1.7.2`
   * @param options Python version, system packages, base image
   */
  public static fromPackages(requirements: string[], options: PipEnvironmentOptions = {}): Environment {
    const lines: unknown = Array.isArray(requirements) ? [...requirements] : requirements;
    return new Environment({ kind: "packages", lines }, options);
  }

  /**
   * The packages of a conda file. One with only Python and pip parts becomes pip on the Functions base image of that Python
   * version; others get a conda environment that the worker runs on.
   * @param path of the file; a relative one counts from the directory of `cdktf.json`
   * @param options Python version, system packages, base image
   */
  public static fromConda(path: string, options: CondaEnvironmentOptions = {}): Environment {
    return new Environment({ kind: "conda", path }, options);
  }

  /**
   * Whether a value is an `Environment`.
   * @param value anything
   */
  public static isEnvironment(value: unknown): boolean {
    return hasBrand(value, "Environment");
  }

  /**
   * A file whose text is changed before it is read.
   * @internal
   */
  public static _edited(
    kind: "requirements" | "conda",
    path: string,
    edit: (text: string) => string,
    options: PipEnvironmentOptions,
  ): Environment {
    return new Environment({ kind, path, edit }, options);
  }

  private constructor(
    /** @internal */
    public readonly _packages: PackageSource,
    /** @internal */
    public readonly _options: PipEnvironmentOptions,
  ) {
    brand(this, "Environment");
  }
}

/**
 * What names the packages: read when the stack is synthesized.
 * @internal
 */
export type PackageSource = FileSource | { readonly kind: "packages"; readonly lines: unknown };

/**
 * A file that names the packages.
 * @internal
 */
export interface FileSource {
  readonly kind: "requirements" | "conda";
  readonly path: string;
  /** What is done to the text before it is read. */
  readonly edit?: (text: string) => string;
}
