import type { Inspector } from "../validation/inspector";
import { isToken } from "../validation/tokens";

/**
 * Python versions of the Functions base image, and when each is no longer supported. Whether a version is told of depends
 * on the release of this library and not on the day: the same input gives the same answer.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-reference-python#python-version
 * @see https://devguide.python.org/versions/
 */
const END_OF_SUPPORT = {
  "3.10": "October 2026",
  "3.11": "October 2027",
  "3.12": "October 2028",
  "3.13": "October 2029",
};

const ENDED = ["3.10"];

export const DEFAULT_PYTHON_VERSION = "3.12";

export const PYTHON_VERSIONS = Object.keys(END_OF_SUPPORT);

export const PYTHON_VERSIONS_PAGE =
  "https://learn.microsoft.com/azure/azure-functions/functions-reference-python#python-version";

export function readPythonVersion(inspector: Inspector, prop: string, given: unknown = DEFAULT_PYTHON_VERSION): string {
  if (isToken(given)) {
    inspector.refuseToken(prop, given);
    return DEFAULT_PYTHON_VERSION;
  }
  const version = inspector.oneOf(prop, given, PYTHON_VERSIONS, "python-version", PYTHON_VERSIONS_PAGE);
  // a stand-in must not bring problems of its own
  if (version !== given) return DEFAULT_PYTHON_VERSION;
  if (ENDED.includes(version)) {
    const ends = Object.entries(END_OF_SUPPORT).map(([name, end]) => `${name} in ${end}`);
    const message = `Python ${version} gets no more security updates. Support ends: ${ends.join(", ")}.`;
    inspector.warn(`${message} Take a later version.`, "python-version-ended");
  }
  return version;
}
