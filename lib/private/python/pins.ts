import type { Inspector } from "../validation/inspector";
import type { Requirement, Requirements } from "./requirements";
import { mayMeet } from "./specifiers";

const FORMAT_PAGE = "https://pip.pypa.io/en/stable/reference/requirements-file-format/";

/** What an environment's pip requirements have to be. */
export function judgeRequirements(
  inspector: Inspector,
  prop: string,
  { requirements, problems }: Pick<Requirements, "requirements" | "problems">,
): void {
  for (const { line, code, message, remedy } of problems) {
    inspector.refuse({ code, prop, value: line, message, remedy, link: FORMAT_PAGE });
  }
  judgePins(inspector, prop, requirements);
  const held = new Set(
    requirements
      .filter(({ isConstraint }) => isConstraint)
      .filter(hasPin)
      .map(({ name }) => name),
  );
  const unpinned = requirements.filter((requirement) => {
    const { name, isConstraint } = requirement;
    return name !== undefined && !isConstraint && !hasPin(requirement) && !held.has(name);
  });
  if (unpinned.length > 0) {
    const names = [...new Set(unpinned.map(({ name }) => name))].join(", ");
    const message = `Not pinned to a version: ${names}. A later build of the image may get other versions.`;
    inspector.warn(`${message} Write for example ${unpinned[0]!.name}==1.2.3.`, "environment-unpinned");
  }
}

/** Packages that a conda file names for pip's sake, and that bring nothing to the script. */
const TOOLS = ["pip", "setuptools", "wheel"];

/** Warns of packages of conda without a version. */
export function warnOfUnpinnedConda(inspector: Inspector, requirements: readonly Requirement[]): void {
  const unpinned = requirements.filter(({ name, specifiers, line }) => {
    // of versions that pip has no form for, nothing is known
    const isRead = specifiers.length > 0 || /^\s*(?:\S+::)?[\w.-]+\s*$/.test(line);
    return isRead && name !== undefined && !TOOLS.includes(name) && !specifiers.some(isPinOfConda);
  });
  const names = unpinned.map(({ name }) => name).join(", ");
  if (names === "") return;
  const message = `Not pinned to a version: ${names}. A later build of the image may get other versions.`;
  inspector.warn(`${message} Write for example ${unpinned[0]!.name}=1.2.`, "environment-unpinned");
}

/** Refuses versions that the runtime cannot work with, and lines that no version can meet together. */
export function judgePins(inspector: Inspector, prop: string, requirements: readonly Requirement[]): void {
  const certain = requirements.filter(({ conditional }) => !conditional);
  for (const name of new Set(certain.map((requirement) => requirement.name))) {
    const same = certain.filter((requirement) => requirement.name === name);
    const value = same.map(({ line }) => line).join("; ");
    const specifiers = same.flatMap((requirement) => requirement.specifiers);
    const range = RUNTIME_RANGES.find((candidate) => candidate.name === name);
    if (!mayMeet(specifiers)) {
      inspector.refuse({
        code: "environment-conflict",
        prop,
        value,
        message: `versions of ${name} that can be met together`,
        remedy: "Leave one of them, or say with an environment marker when each counts.",
        link: "https://pip.pypa.io/en/stable/topics/dependency-resolution/",
      });
    } else if (range !== undefined && !mayMeet([...specifiers, ...range.specifiers])) {
      inspector.refuse({
        code: "environment-runtime-pin",
        prop,
        value,
        message: `a version of ${name} ${range.specifiers.join(", ")}: ${range.reason}`,
        remedy: "Change the version, or leave the package out.",
        link: "https://pypi.org/project/azureml-inference-server-http/",
      });
    }
  }
}

function isPinOfConda(specifier: string): boolean {
  return specifier.startsWith("==");
}

function hasPin({ specifiers }: Requirement): boolean {
  return specifiers.some((specifier) => specifier.startsWith("@") || /^={2,3}(?!.*\*$)/.test(specifier));
}

interface RuntimeRange {
  readonly name: string;
  readonly specifiers: readonly [from: string, below: string];
  readonly reason: string;
}

const SERVER = "Microsoft's inference server, by which the runtime calls the script, needs it";

/** Versions that the runtime can work with; `image/requirements.txt` names the first two. */
export const RUNTIME_RANGES: readonly RuntimeRange[] = [
  { name: "azure-functions", specifiers: [">=1.21", "<3"], reason: "the runtime is written for it" },
  {
    name: "azureml-inference-server-http",
    specifiers: [">=0.8", "<2"],
    reason: "the runtime calls the script by it",
  },
  { name: "flask", specifiers: [">=1", "<4"], reason: SERVER },
  { name: "pydantic", specifiers: [">=1.9", "<3"], reason: SERVER },
];
