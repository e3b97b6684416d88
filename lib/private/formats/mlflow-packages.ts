import { isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from "yaml";

/** What the packages that are put in the place of the full MLflow depend on. */
export interface SkinnyOptions {
  /** Minor version, for example `3.12`. */
  readonly pythonVersion: string;
  /** Version of MLflow that saved the model. */
  readonly mlflowVersion: string | undefined;
}

/** `mlflow`, with versions or without; with extras, or from a URL, it is left as it is. */
const FULL = /^mlflow(?=\s*(?:$|[=<>!~;#])|\s+\d)/i;

/**
 * A requirements file with `mlflow-skinny` in the place of `mlflow`, and what `mlflow.pyfunc` needs besides. One with hashes
 * stays as it is: those of other packages are not known.
 */
export function skinnyRequirements(text: string, options: SkinnyOptions): string {
  if (/\s--hash[\s=]/.test(text)) return text;
  const lines = text.trimEnd().split("\n");
  return lines.some((line) => FULL.test(line.trim())) ? `${skinny(lines, options, "==").join("\n")}\n` : text;
}

/** The same for a conda file: its own packages, and those of pip. */
export function skinnyConda(text: string, options: SkinnyOptions): string {
  const document = parseDocument(text);
  const dependencies = document.get("dependencies");
  if (document.errors.length > 0 || !isSeq(dependencies)) return text;
  const pip = dependencies.items.flatMap((item) => (isMap(item) ? item.get("pip") : undefined)).find(isSeq);
  const changed = [replaceIn(dependencies, options, "="), pip !== undefined && replaceIn(pip, options, "==")];
  return changed.some(Boolean) ? document.toString() : text;
}

/** Whether something was replaced. */
function replaceIn(list: YAMLSeq, options: SkinnyOptions, pin: "=" | "=="): boolean {
  const scalars = list.items.filter(isScalar);
  const lines = scalars.map(({ value }) => String(value));
  if (!lines.some((line) => FULL.test(line.trim()))) return false;
  const replaced = skinny(lines, options, pin);
  scalars.forEach((scalar, i) => (scalar.value = replaced[i]));
  replaced.slice(lines.length).forEach((line) => list.add(line));
  return true;
}

/** The lines, one by one, and those that are added. */
function skinny(lines: readonly string[], options: SkinnyOptions, pin: "=" | "=="): string[] {
  const replaced = lines.map((line) => line.trimStart().replace(FULL, "mlflow-skinny"));
  const hasPandas = lines.some((line) => /^\s*pandas(?![\w.-])/i.test(line));
  if (hasPandas) return replaced;
  const numpy = lines.map((line) => /^\s*numpy\s*={1,2}\s*(\d+)\.(\d+)/i.exec(line)).find((found) => found !== null);
  return [...replaced, `pandas${pin}${pandasFor(options, numpy?.slice(1).map(Number))}`];
}

/** A version of pandas that has wheels for the Python, and works with the model's numpy and MLflow. */
function pandasFor({ pythonVersion, mlflowVersion = "" }: SkinnyOptions, numpy: readonly number[] = [2]): string {
  const [major = 0, minor = 0] = numpy;
  const isOld = /^[01]\./.test(mlflowVersion) || (major === 1 && minor < 23);
  return isOld && ["3.10", "3.11"].includes(pythonVersion) ? "1.5.3" : "2.2.3";
}
