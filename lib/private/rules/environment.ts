import { basename, dirname } from "path";
import type { Environment, FileSource, PipEnvironmentOptions } from "../../environment";
import type { ImageEnvironment, ImageSettings, LocatedScript } from "../image/contents";
import { haveCompiler, haveCompilerOfConda } from "../python/compilers";
import { readCondaFile } from "../python/conda";
import { warnOfCredentials } from "../python/credentials";
import { judgeHashes } from "../python/hashes";
import { judgeRequirements, TOOLS, warnOfUnpinnedConda } from "../python/pins";
import { readRequirementFiles, type RequirementLines } from "../python/requirement-files";
import type { KnownPackages } from "../python/script";
import { judgeCondaNames, judgeNames } from "../python/unavailable";
import { comesFromPyPI, judgeVersions } from "../python/version-conflicts";
import { needsSsh, versionControlOf } from "../python/version-control";
import { readPythonVersion } from "../python/versions";
import { notConda, notRequirements, type WrongFile } from "../python/wrong-file";
import type { Inspector, TextRule } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { readTextAt } from "./common/path-problems";

/** An environment with its files read. */
export interface ReadEnvironment extends ImageEnvironment {
  /** What is known of the packages that the file names. */
  readonly packages: KnownPackages;
}

type Dependencies = Omit<ReadEnvironment, "systemPackages" | "baseImage">;

/** What the build has beside the file. */
interface Build {
  /** Whether pip may have other indexes than the lines name. */
  readonly mayHaveIndexes: boolean;
  readonly hasCompiler: boolean;
}

/** How predictions are made: what lies in the image besides the models. What was refused is undefined. */
export interface Inference {
  readonly script: LocatedScript | undefined;
  readonly environment: ReadEnvironment | undefined;
  readonly settings: ImageSettings;
}

/**
 * Reads the files, and refuses what cannot be built.
 *
 * @param prop that the environment was given in
 * @param isConfigured whether the build configures pip, so that it may have other indexes than the files name
 */
export function readEnvironment(
  inspector: Inspector,
  prop: string,
  environment: Environment,
  resolve: (path: string) => string,
  isConfigured: boolean,
): ReadEnvironment {
  const options = inspector.struct(prop, environment._options, {
    baseImage: true,
    pythonVersion: true,
    systemPackages: true,
  });
  const before = inspector.breaches.length;
  if (isToken(options.baseImage)) inspector.refuseToken(`${prop}.baseImage`, options.baseImage);
  const build = {
    mayHaveIndexes: isConfigured || options.baseImage !== undefined,
    hasCompiler: Array.isArray(options.systemPackages) && haveCompiler(options.systemPackages),
  };
  const dependencies = readDependencies(inspector, prop, environment, options, build, resolve);
  const baseImage = inspector.optionalText(`${prop}.baseImage`, options.baseImage, BASE_IMAGE);
  if (baseImage !== undefined && inspector.breaches.length === before) {
    judgeBasePython(inspector, prop, baseImage, dependencies.pythonVersion);
  }
  // a base image or a Dockerfile of the user's own may have keys
  if (!isConfigured && (dependencies.kind === "conda" || baseImage === undefined)) warnOfSsh(inspector, dependencies);
  return { ...dependencies, systemPackages: readSystemPackages(inspector, prop, options.systemPackages), baseImage };
}

function readDependencies(
  inspector: Inspector,
  prop: string,
  { _packages: source }: Environment,
  { pythonVersion: given }: Partial<PipEnvironmentOptions>,
  build: Build,
  resolve: (path: string) => string,
): Dependencies {
  if (source.kind === "conda") {
    const text = readPackages(inspector, prop, source, resolve);
    const wrong = text === undefined ? undefined : notConda(source.path, text);
    if (text !== undefined && wrong === undefined) {
      return conda(inspector, prop, source.path, given, linesAt(resolve(source.path), text), build);
    }
    if (wrong !== undefined) refuseFile(inspector, prop, source.path, "a conda file", wrong);
    return unread(readPythonVersion(inspector, `${prop}.pythonVersion`, given));
  }
  const pythonVersion = readPythonVersion(inspector, `${prop}.pythonVersion`, given);
  if (source.kind === "packages") {
    const text = readLines(inspector, prop, source.lines)
      .map((line) => `${line}\n`)
      .join("");
    const lines = { text, directory: undefined, file: "" };
    return pip(inspector, `${prop}.requirements`, lines, { ...build, pythonVersion });
  }
  const text = readPackages(inspector, prop, source, resolve);
  const wrong = text === undefined ? undefined : notRequirements(source.path, text);
  if (text !== undefined && wrong === undefined) {
    return pip(inspector, prop, linesAt(resolve(source.path), text), { ...build, pythonVersion });
  }
  if (wrong !== undefined) refuseFile(inspector, prop, source.path, "a requirements file", wrong);
  return unread(pythonVersion);
}

const SYSTEM_PACKAGE: TextRule = {
  code: "environment-system-package",
  allowed:
    "the name of a Debian package: two or more lower-case ASCII letters, digits, and + - . (with an architecture after : or a version after =)",
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

function judgeBasePython(inspector: Inspector, prop: string, baseImage: string, pythonVersion: string): void {
  const [, language, version] = MICROSOFTS_BASE.exec(baseImage) ?? [];
  const isPython = language === undefined || language === "python";
  if (isPython && (version === undefined || version === pythonVersion)) return;
  inspector.refuse({
    code: "environment-base-image",
    prop: `${prop}.baseImage`,
    value: baseImage,
    message: `an image with Python ${pythonVersion}, which the environment is made for`,
    remedy: `Give mcr.microsoft.com/azure-functions/python:4-python${pythonVersion}, or change the Python version.`,
    link: BASE_IMAGE.link,
  });
}

function warnOfSsh(inspector: Inspector, { file, texts }: Dependencies): void {
  if (![file, ...texts].some(({ text }) => needsSsh(text))) return;
  const message =
    "The environment has repositories that are reached by SSH, and the build of the image has no key for them.";
  const remedy =
    "Write git+https://, or of a private repository make a wheel (pip wheel), put it beside the environment's file, and write its path.";
  inspector.warn(`${message} ${remedy}`, "environment-ssh");
}

function readSystemPackages(inspector: Inspector, prop: string, packages: unknown = []): string[] {
  if (Array.isArray(packages)) {
    return packages.map((name: unknown, i) => {
      const item = `${prop}.systemPackages[${i}]`;
      if (isToken(name)) inspector.refuseToken(item, name);
      return inspector.text(item, name, SYSTEM_PACKAGE);
    });
  }
  inspector.refuse({
    code: "environment-system-package",
    prop: `${prop}.systemPackages`,
    value: packages,
    message: "a list of Debian packages",
    remedy: 'Give for example ["libgomp1"], or leave it out.',
  });
  return [];
}

function readPackages(
  inspector: Inspector,
  prop: string,
  { path, edit = (text) => text }: FileSource,
  resolve: (path: string) => string,
): string | undefined {
  const read = readTextAt(path, resolve);
  // written into the context as UTF-8, which pip and conda read
  if (read.text !== undefined) return edit(read.text.replace(/\r\n/g, "\n"));
  const { message, remedy = "Give the path of the file, relative to the directory of cdktf.json." } = read;
  inspector.refuse({ code: "environment-path", prop, value: path, message, remedy });
  return undefined;
}

/** Refuses a file of another kind as a whole: its lines are not to be judged. */
function refuseFile(
  inspector: Inspector,
  prop: string,
  path: string,
  expected: string,
  { what, remedy }: WrongFile,
): void {
  inspector.refuse({ code: "environment-file", prop, value: path, message: `${expected}, not ${what}`, remedy });
}

/** Stands for what was refused: nothing is known of its packages. */
function unread(pythonVersion: string): Dependencies {
  const file = { path: "requirements.txt", text: "" };
  return {
    kind: "pip",
    pythonVersion,
    file,
    texts: [],
    trees: [],
    versionControl: [],
    hashed: false,
    packages: { names: [], open: true },
  };
}

function readLines(inspector: Inspector, prop: string, lines: unknown): string[] {
  const isLine = (line: unknown) =>
    typeof line === "string" && line.trim() !== "" && !/[\r\n]/.test(line) && !isToken(line);
  if (Array.isArray(lines) && !isToken(lines) && lines.every(isLine)) return lines as string[];
  inspector.refuse({
    code: "environment-packages",
    prop: `${prop}.requirements`,
    value: lines,
    message: "a list of texts of one line, one requirement each, known when the stack is synthesized",
    remedy: 'Give for example ["scikit-learn==1.7.2"].',
  });
  return [];
}

function linesAt(path: string, text: string): RequirementLines {
  return { text, directory: dirname(path), file: basename(path) };
}

function pip(inspector: Inspector, prop: string, lines: RequirementLines, installation: Installation): Dependencies {
  const found = readPipLines(inspector, prop, lines, installation);
  return {
    kind: "pip",
    pythonVersion: installation.pythonVersion,
    file: requirementsFile(lines.text, found),
    ...found,
  };
}

function conda(
  inspector: Inspector,
  prop: string,
  path: string,
  givenVersion: unknown,
  given: RequirementLines,
  build: Build,
): Dependencies {
  const before = inspector.breaches.length;
  const file = readCondaFile(inspector, prop, path, given.text, givenVersion);
  const { pythonVersion, requirements } = file;
  const lines = { ...given, text: file.pipLines.map((line) => `${line}\n`).join("") };
  const names = requirements.map(({ name, line }) => name ?? line);
  const found = readPipLines(inspector, prop, lines, {
    ...build,
    pythonVersion,
    ...(!file.pipOnly && {
      conda: names.filter((name) => !TOOLS.includes(name)),
      hasCompiler: haveCompilerOfConda(names),
    }),
  });
  judgeVersions(inspector, prop, requirements, { pythonVersion: undefined, isPublic: false, isRuntimeApart: true });
  judgeCondaNames(inspector, prop, requirements);
  warnOfUnpinnedConda(inspector, requirements);
  warnOfCredentials(inspector, [given.text]);
  const packages = {
    names: [...requirements.flatMap(({ name }) => name ?? []), ...found.packages.names],
    open:
      found.packages.open || requirements.some(({ name }) => name === undefined) || inspector.breaches.length > before,
  };
  return file.pipOnly
    ? { kind: "pip", pythonVersion, file: requirementsFile(lines.text, found), ...found, packages }
    : { kind: "conda", pythonVersion, file: { path: "conda.yml", text: file.text }, ...found, packages };
}

type Found = Pick<Dependencies, "packages" | "texts" | "trees" | "versionControl" | "hashed">;

/** The first file of lines, which leaves another its name. */
function requirementsFile(text: string, { texts, trees }: Found): Dependencies["file"] {
  const isTaken = [...texts, ...trees].some(({ path }) => path.toLowerCase() === "requirements.txt");
  return { path: isTaken ? "_requirements.txt" : "requirements.txt", text };
}

/** How pip installs lines. */
interface Installation extends Build {
  readonly pythonVersion: string;
  /** Names of what conda installs before; undefined where there is no conda. */
  readonly conda?: readonly string[];
}

/**
 * Judges what pip is to install, with the files that it reads to do so, and tells what is known of it: where something is
 * refused, more may be meant.
 */
function readPipLines(inspector: Inspector, prop: string, lines: RequirementLines, installation: Installation): Found {
  const before = inspector.breaches.length;
  const { pythonVersion, mayHaveIndexes, hasCompiler, conda } = installation;
  const read = readRequirementFiles(lines, pythonVersion);
  judgeRequirements(inspector, prop, read);
  judgeHashes(inspector, prop, read, pythonVersion);
  judgeNames(inspector, prop, read, installation);
  const isPythonRefused = inspector.breaches.some(({ code }) => ["conda-python", "python-version"].includes(code));
  judgeVersions(inspector, prop, read.requirements, {
    pythonVersion: isPythonRefused ? undefined : pythonVersion,
    isPublic: !mayHaveIndexes && comesFromPyPI(read),
    before: conda ?? [],
    isRuntimeApart: conda !== undefined || read.hashed,
    hasCompiler,
  });
  const all = [lines, ...read.texts].map(({ text }) => text);
  warnOfCredentials(inspector, all);
  const names = read.requirements.flatMap(({ name, isConstraint }) => (isConstraint ? [] : (name ?? [])));
  const packages = { names, open: read.open || inspector.breaches.length > before };
  const { texts, trees, hashed } = read;
  return { packages, texts, trees, hashed, versionControl: versionControlOf(all.join("\n")) };
}
