/** What a wheel's name says. */
export interface WheelName {
  /** Of the package, as it is written. */
  readonly name: string;
  /** Python, ABI and platform, each with all that the wheel has. */
  readonly tags: readonly (readonly string[])[];
}

/** @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention */
const NAME = /^([^\s-]+)-[^\s-]+(?:-\d[^-]*)?-([^\s-]+)-([^\s-]+)-([^\s-]+)\.whl$/;

/** Reads the name of a wheel's file; undefined where it is none. */
export function readWheelName(fileName: string): WheelName | undefined {
  const [, name, ...tags] = NAME.exec(fileName) ?? [];
  return name === undefined ? undefined : { name, tags: tags.map((tag) => tag.toLowerCase().split(".")) };
}

/**
 * Whether CPython of a version takes a wheel on Linux, with the C library of Debian.
 * @see https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
 */
export function fitsImage({ tags }: WheelName, pythonVersion: string): boolean {
  const [pythons = [], abis = [], platforms = []] = tags;
  const minor = Number(pythonVersion.split(".")[1]);
  const isNative = platforms.some((platform) => /^(?:many)?linux.*_x86_64$/.test(platform));
  return pythons.some((python) => {
    const [, implementation, given] = /^(py|cp)3(\d*)$/.exec(python) ?? [];
    const isOwn = given === String(minor);
    const isOwnOrOlder = isOwn || (given !== undefined && given !== "" && Number(given) < minor);
    const isPure = abis.includes("none") && (isNative || platforms.includes("any"));
    if (implementation === "py") return isPure && (given === "" || isOwnOrOlder);
    const isCompiled = (isOwn && abis.includes(`cp3${minor}`)) || (isOwnOrOlder && abis.includes("abi3"));
    return (isOwn && isPure) || (isNative && isCompiled);
  });
}
