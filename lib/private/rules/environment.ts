import type { Environment, PipEnvironmentOptions } from "../../environment";
import type { ImageEnvironment } from "../image/contents";
import { readCondaFile } from "../python/conda";
import { judgePins, judgeRequirements, warnOfCredentials } from "../python/pins";
import { parseRequirements } from "../python/requirements";
import type { KnownPackages } from "../python/script";
import { readPythonVersion } from "../python/versions";
import { notConda, notRequirements, type WrongFile } from "../python/wrong-file";
import type { Inspector, TextRule } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { readText } from "./common/paths";

/** An environment with its files read. */
export interface ReadEnvironment extends ImageEnvironment {
  /** What is known of the packages that the file names. */
  readonly packages: KnownPackages;
}

type Dependencies = Pick<ReadEnvironment, "kind" | "pythonVersion" | "text" | "packages">;

/** Reads the files, and refuses what cannot be built. */
export function readEnvironment(
  inspector: Inspector,
  environment: Environment,
  resolve: (path: string) => string,
): ReadEnvironment {
  const options = inspector.struct(PROP, environment._options);
  const before = inspector.breaches.length;
  if (isToken(options.baseImage)) inspector.refuseToken(`${PROP}.baseImage`, options.baseImage);
  const dependencies = readDependencies(inspector, environment, options, resolve);
  const baseImage = inspector.optionalText(`${PROP}.baseImage`, options.baseImage, BASE_IMAGE);
  if (baseImage !== undefined && inspector.breaches.length === before) {
    judgeBasePython(inspector, baseImage, dependencies.pythonVersion);
  }
  return { ...dependencies, systemPackages: readSystemPackages(inspector, options.systemPackages), baseImage };
}

function readDependencies(
  inspector: Inspector,
  { _packages: source }: Environment,
  { pythonVersion }: Partial<PipEnvironmentOptions>,
  resolve: (path: string) => string,
): Dependencies {
  switch (source.kind) {
    case "requirements": {
      const text = readPackages(inspector, source.path, resolve) ?? "";
      const wrong = notRequirements(source.path, text);
      if (wrong === undefined) return pip(inspector, PROP, pythonVersion, text);
      return refuseFile(inspector, source.path, "a requirements file", wrong, pythonVersion);
    }
    case "packages": {
      const lines = readLines(inspector, source.lines).map((line) => `${line}\n`);
      return pip(inspector, `${PROP}.requirements`, pythonVersion, lines.join(""));
    }
    case "conda": {
      const text = readPackages(inspector, source.path, resolve);
      if (text === undefined) return pip(inspector, PROP, undefined, "");
      const wrong = notConda(source.path, text);
      if (wrong === undefined) return conda(inspector, source.path, text);
      return refuseFile(inspector, source.path, "a conda file", wrong, undefined);
    }
  }
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

function judgeBasePython(inspector: Inspector, baseImage: string, pythonVersion: string): void {
  const [, language, version] = MICROSOFTS_BASE.exec(baseImage) ?? [];
  const isPython = language === undefined || language === "python";
  if (isPython && (version === undefined || version === pythonVersion)) return;
  inspector.refuse({
    code: "environment-base-image",
    prop: `${PROP}.baseImage`,
    value: baseImage,
    message: `an image with Python ${pythonVersion}, which the environment is made for`,
    remedy: `Give mcr.microsoft.com/azure-functions/python:4-python${pythonVersion}, or change the Python version.`,
    link: BASE_IMAGE.link,
  });
}

function readSystemPackages(inspector: Inspector, packages: unknown = []): string[] {
  if (Array.isArray(packages)) {
    return packages.map((name: unknown, i) => {
      const prop = `${PROP}.systemPackages[${i}]`;
      if (isToken(name)) inspector.refuseToken(prop, name);
      return inspector.text(prop, name, SYSTEM_PACKAGE);
    });
  }
  inspector.refuse({
    code: "environment-system-package",
    prop: `${PROP}.systemPackages`,
    value: packages,
    message: "a list of Debian packages",
    remedy: 'Give for example ["libgomp1"], or leave it out.',
  });
  return [];
}

function readPackages(inspector: Inspector, path: unknown, resolve: (path: string) => string): string | undefined {
  const text = readText(path, resolve);
  // written into the context as UTF-8, which pip and conda read
  if (text !== undefined && !text.includes("\0")) return text.replace(/\r\n/g, "\n");
  inspector.refuse({
    code: "environment-path",
    prop: PROP,
    value: path,
    message: "the path of a text file that exists and can be read",
    remedy: "Give the path of the file, relative to the directory of cdktf.json.",
  });
  return undefined;
}

/** Refuses a file of another kind as a whole: its lines are not to be judged. */
function refuseFile(
  inspector: Inspector,
  path: string,
  expected: string,
  { what, remedy }: WrongFile,
  pythonVersion: unknown,
): Dependencies {
  inspector.refuse({ code: "environment-file", prop: PROP, value: path, message: `${expected}, not ${what}`, remedy });
  return { ...pip(inspector, PROP, pythonVersion, ""), packages: { names: [], open: true } };
}

function readLines(inspector: Inspector, lines: unknown): string[] {
  const isLine = (line: unknown) =>
    typeof line === "string" && line.trim() !== "" && !/[\r\n]/.test(line) && !isToken(line);
  if (Array.isArray(lines) && !isToken(lines) && lines.every(isLine)) return lines as string[];
  inspector.refuse({
    code: "environment-packages",
    prop: `${PROP}.requirements`,
    value: lines,
    message: "a list of texts of one line, one requirement each, known when the stack is synthesized",
    remedy: 'Give for example ["scikit-learn==1.7.2"].',
  });
  return [];
}

function pip(inspector: Inspector, prop: string, givenVersion: unknown, text: string): Dependencies {
  const pythonVersion = readPythonVersion(inspector, `${PROP}.pythonVersion`, givenVersion);
  const parsed = parseRequirements(text);
  judgeRequirements(inspector, prop, parsed);
  warnOfCredentials(inspector, text);
  const names = parsed.requirements.flatMap(({ name }) => name ?? []);
  return { kind: "pip", pythonVersion, text, packages: { names, open: parsed.open } };
}

function conda(inspector: Inspector, path: string, text: string): Dependencies {
  const { pythonVersion, pipLines, requirements, pipOnly } = readCondaFile(inspector, PROP, path, text);
  if (pipOnly) return pip(inspector, PROP, pythonVersion, pipLines.map((line) => `${line}\n`).join(""));
  const parsed = parseRequirements(pipLines.join("\n"));
  judgeRequirements(inspector, PROP, parsed);
  judgePins(inspector, PROP, requirements);
  warnOfCredentials(inspector, text);
  readPythonVersion(inspector, PROP, pythonVersion);
  const names = [...requirements, ...parsed.requirements].flatMap(({ name }) => name ?? []);
  return { kind: "conda", pythonVersion, text, packages: { names, open: parsed.open } };
}
