import type { Inspector } from "../validation/inspector";
import type { Requirement, Requirements } from "./requirements";
import { isPin } from "./specifiers";

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
export const TOOLS = ["pip", "setuptools", "wheel"];

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

function isPinOfConda(specifier: string): boolean {
  return specifier.startsWith("==");
}

function hasPin({ specifiers }: Requirement): boolean {
  return specifiers.some(isPin);
}
