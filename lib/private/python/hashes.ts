import type { Inspector } from "../validation/inspector";
import { isMet } from "./markers";
import type { RequirementFiles } from "./requirement-files";
import type { Requirement } from "./requirements";

/** Refuses requirements without a hash where pip is to take those alone that have one. */
export function judgeHashes(
  inspector: Inspector,
  prop: string,
  { requirements, options, hashed }: Pick<RequirementFiles, "requirements" | "options" | "hashed">,
  pythonVersion: string,
): void {
  // other files may have the hashes
  const isOpen = options.includes("--constraint") || options.includes("--requirement");
  if (!hashed || isOpen) return;
  const certain = requirements.filter(({ marker }) => marker === undefined || isMet(marker, pythonVersion) === true);
  const held = new Set(
    certain
      .filter(({ isConstraint }) => isConstraint)
      .filter(isHashed)
      .map(({ name }) => name),
  );
  const without = certain.filter((requirement) => {
    return !requirement.isConstraint && !isHashed(requirement) && !held.has(requirement.name);
  });
  const [first] = without;
  if (first === undefined) return;
  const more = without.length === 1 ? "" : `, and ${without.length - 1} more`;
  inspector.refuse({
    code: "environment-hashes",
    prop,
    value: `${first.line}${more}`,
    message: "versions after == and hashes of all requirements, or hashes of none: pip refuses the others then",
    remedy: "Write the file with pip-compile --generate-hashes, or take all of --hash and --require-hashes away.",
    link: "https://pip.pypa.io/en/stable/topics/secure-installs/#hash-checking-mode",
  });
}

function isHashed({ line, hashed, name, specifiers }: Requirement): boolean {
  const isUrl = name === undefined || specifiers.includes("@");
  const hasHash = hashed === true || (isUrl && /#(?:\S*&)?(?:md5|sha(?:1|224|256|384|512))=/.test(line));
  return hasHash && (isUrl || (specifiers.length === 1 && specifiers[0]!.startsWith("==")));
}
