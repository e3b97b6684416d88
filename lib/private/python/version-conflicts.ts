import type { BreachCode } from "../validation/codes";
import type { Inspector } from "../validation/inspector";
import { BUILT_FOR_NUMPY_1 } from "./built-for-numpy-1";
import { type Candidate, type KnownPackage, knownPackage, mayBeNewer, type Need } from "./known-packages";
import { isMet } from "./markers";
import { memoized } from "./memoized";
import type { Requirement, Requirements } from "./requirements";
import { conflictIn, isResolvable } from "./resolver";
import { compareVersions, isOfFinals, isPin, mayMeet, parseVersion, testOf, type Version } from "./specifiers";
import { PYPI } from "./unavailable";
import { PYTHON_VERSIONS } from "./versions";

/** Where pip installs the requirements. */
export interface Target {
  /** Undefined where that is not known: what is wrong on every Python is told. */
  readonly pythonVersion: string | undefined;
  /** Whether versions come from the public index alone. */
  readonly isPublic: boolean;
  /** Names of packages that conda installs before, which may bring others along. */
  readonly before?: readonly string[];
  /** Whether the runtime's packages are installed in a step of their own, which replaces what they cannot work with. */
  readonly isRuntimeApart?: boolean;
  readonly hasCompiler?: boolean;
}

/** All that is asked of one package, as one. */
interface Wish extends Need {
  readonly line: string;
}

/** What `image/requirements.txt` asks for, and what its metadata does not say: Flask 0.x is too old for the server. */
export const RUNTIME: readonly Need[] = [
  { name: "azure-functions", specifiers: [">=1.21"] },
  { name: "azureml-inference-server-http", specifiers: [">=0.8", "<2"] },
  { name: "protobuf", specifiers: [] },
  { name: "flask", specifiers: [">=1"] },
];

/** What the runtime always brings, whether the file names it or not: constraints of these count. */
export const BROUGHT = [...RUNTIME.map(({ name }) => name), "pydantic", "werkzeug"];

/** Packages that nobody pins in vain: a version that the runtime replaces on any Python is told of. */
const NEVER_REPLACED = ["azure-functions", "azureml-inference-server-http", "flask", "pydantic"];

const RESOLUTION_PAGE = "https://pip.pypa.io/en/stable/topics/dependency-resolution/";
const SERVER_PAGE = "https://pypi.org/project/azureml-inference-server-http/";

/**
 * Judges what versions are asked for, all in one: refuses what pip cannot install, with the runtime and on this Python, and
 * warns of what it would have to compile, or what would not work together.
 */
export function judgeVersions(
  inspector: Inspector,
  prop: string,
  requirements: readonly Requirement[],
  target: Target,
): void {
  const { pythonVersion } = target;
  const certain = requirements.filter(({ marker, name }) => {
    return name !== undefined && (marker === undefined || (pythonVersion && isMet(marker, pythonVersion)) === true);
  });
  const needed = certain.filter(({ isConstraint, name }) => isConstraint !== true || BROUGHT.includes(name!));
  const wishes = [...new Set(needed.map(({ name }) => name!))].map((name): Wish => {
    const same = certain.filter((requirement) => requirement.name === name);
    const specifiers = same.flatMap((requirement) => requirement.specifiers);
    return { name, specifiers, line: same.map(({ line }) => line).join("; ") };
  });
  const contradictory = wishes.filter(({ specifiers }) => !mayMeet(specifiers));
  for (const { name, line } of contradictory) {
    inspector.refuse({
      code: "environment-conflict",
      prop,
      value: line,
      message: `versions of ${name} that can be met together`,
      remedy: "Leave one of them, or say with an environment marker when each counts.",
      link: RESOLUTION_PAGE,
    });
  }
  const known = wishes.filter((wish) => !contradictory.includes(wish) && isJudged(wish, target));
  const kept = target.isRuntimeApart ? refuseReplaced(inspector, prop, known) : known;
  // of conda's own packages, conda knows more
  if (target.isRuntimeApart && !target.isPublic) return;
  const judge = new Judge(inspector, prop, target, kept);
  const possible = judge.refuseConflicts(kept);
  if (!target.isPublic || pythonVersion === undefined) return;
  judge.warnOfNumpy(target.hasCompiler ? possible : judge.warnOfSources(possible));
}

/** Refuses what the runtime would replace whatever the Python. */
function refuseReplaced(inspector: Inspector, prop: string, wishes: readonly Wish[]): Wish[] {
  const judge = new Judge(inspector, prop, { pythonVersion: undefined, isPublic: false }, wishes);
  return wishes.filter((wish) => !NEVER_REPLACED.includes(wish.name) || judge.refuseConflicts([wish]).length > 0);
}

/** Whether pip finds final versions alone, and those of PyPI. */
export function comesFromPyPI({ indexes, options }: Pick<Requirements, "indexes" | "options">): boolean {
  return indexes.every((url) => PYPI.test(url)) && !options.includes("--no-index") && !options.includes("--pre");
}

/** Of packages from elsewhere, only what the runtime needs of them is known; of versions before the first known, nothing. */
function isJudged({ name, specifiers }: Wish, { isPublic }: Target): boolean {
  const known = knownPackage(name);
  if (known === undefined || !specifiers.every(isOfFinals)) return false;
  if (isRoot(name)) return true;
  if (!mayMeet([...specifiers, `>=${known.versions[0]!.text}`])) return false;
  return isPublic || (runtimeNames().has(name) && versionsFor(known, specifiers).length > 0);
}

const isRoot = (name: string) => RUNTIME.slice(0, 2).some((root) => root.name === name);

/** Names of all that the runtime may bring. */
const runtimeNames = memoized((_: void): ReadonlySet<string> => {
  const found = new Set(RUNTIME.map(({ name }) => name));
  for (const name of found) {
    for (const candidates of knownPackage(name)?.on.values() ?? []) {
      for (const { needs } of candidates) needs.forEach((need) => found.add(need.name));
    }
  }
  return found;
});

class Judge {
  private readonly pythons: readonly string[];
  private readonly closed: readonly string[];
  private readonly before: readonly string[];
  private readonly runtime: readonly Need[];

  public constructor(
    private readonly inspector: Inspector,
    private readonly prop: string,
    { pythonVersion, before = [], isRuntimeApart = false }: Target,
    wishes: readonly Wish[],
  ) {
    this.pythons = pythonVersion === undefined ? PYTHON_VERSIONS : [pythonVersion];
    this.before = before;
    this.runtime = isRuntimeApart ? [] : RUNTIME;
    // whoever has packages that are newer than the table gets newer ones of the runtime's too
    const isAhead = wishes.some(({ name, specifiers }) => {
      const known = knownPackage(name)!;
      return !isRoot(name) && versionsFor(known, specifiers).length === 0 && mayBeNewer(known, specifiers);
    });
    this.closed = isAhead ? [] : RUNTIME.slice(0, 2).map(({ name }) => name);
  }

  /** What is left of the wishes without those that were refused. */
  public refuseConflicts(wishes: readonly Wish[]): Wish[] {
    return this.tell(
      wishes,
      (part) => this.fits(part),
      (part) => {
        this.inspector.refuse({
          prop: this.prop,
          value: part.map(({ line }) => line).join("; "),
          ...this.refusalOf(part),
        });
      },
    );
  }

  /** Warns of what pip would have to compile. */
  public warnOfSources(wishes: readonly Wish[]): Wish[] {
    const hasWheels = (part: readonly Need[]) => this.fits(part, { wheelsOnly: true });
    return this.tell(wishes, hasWheels, (part) => {
      const lines = part.map(({ line }) => line).join("; ");
      const isOwn = part.length === 1 && !this.hasWheelOfItsOwn(part[0]!);
      // what others need may be there
      if (!isOwn && this.before.length > 0) return;
      const verb = part.length > 1 ? "need" : "needs";
      const what = isOwn ? "has no wheel" : `${verb} a package in a version that has no wheel`;
      const why = "pip compiles it from source, for which the image has no compiler";
      const message = `${lines} ${what} for Python ${this.pythons[0]}: ${why}.`;
      this.inspector.warn(`${message} ${this.remedyFor(part, hasWheels)}`, "environment-no-wheel");
    });
  }

  /** Warns of wheels that were built for NumPy 1 where pip takes a later one. */
  public warnOfNumpy(wishes: readonly Wish[]): void {
    const numpy = wishes.find(({ name }) => name === "numpy");
    const isReplaced = numpy !== undefined && !this.before.includes("numpy") && !mayMeet([...numpy.specifiers, "<2"]);
    if (this.before.length > 0 && !isReplaced) return;
    for (const wish of wishes) {
      const first = BUILT_FOR_NUMPY_1.get(wish.name);
      if (first === undefined) continue;
      const found = meeting(knownPackage(wish.name)!.on.get(this.pythons[0]!)!, wish.specifiers);
      const isWithNumpy = numpy !== undefined || found.every(({ needs }) => needs.some(({ name }) => name === "numpy"));
      if (
        !isBuiltForNumpy1(wish.name, wish.specifiers) ||
        !isWithNumpy ||
        !this.fits([...wishes, { name: "numpy", specifiers: [">=2"] }], { wheelsOnly: true })
      )
        continue;
      const taken = numpy === undefined ? "NumPy 2, which pip installs with it" : numpy.line;
      const message = `${wish.line} is built for NumPy 1 and cannot be imported beside ${taken}.`;
      const remedy = `${numpy === undefined ? "Add" : "Take"} numpy<2, or take ${wish.name}>=${first}.`;
      this.inspector.warn(`${message} ${remedy}`, "environment-numpy");
    }
  }

  private hasWheelOfItsOwn({ name, specifiers }: Wish): boolean {
    const candidates = knownPackage(name)!.on.get(this.pythons[0]!)!;
    return meeting(candidates, specifiers).some(({ hasWheel }) => hasWheel);
  }

  /** Tells of all that does not fit: alone, then together. What is left fits. */
  private tell(
    wishes: readonly Wish[],
    fits: (part: readonly Wish[]) => boolean,
    tellOf: (part: readonly Wish[]) => void,
  ): Wish[] {
    if (fits(wishes)) return [...wishes];
    let rest = wishes.filter((wish) => {
      const isFit = fits([wish]);
      if (!isFit) tellOf([wish]);
      return isFit;
    });
    while (!fits(rest)) {
      const part = conflictIn(rest, fits);
      if (part.length === 0) break;
      tellOf(part);
      rest = rest.filter((wish) => !part.includes(wish));
    }
    return rest;
  }

  private fits(
    part: readonly Need[],
    { runtime = this.runtime, wheelsOnly = false, pythons = this.pythons }: FitOptions = {},
  ): boolean {
    const before = this.before.map((name): Need => ({ name, specifiers: ["@"] }));
    const wanted = [...before, ...runtime, ...part];
    return pythons.some((python) => isResolvable({ python, wanted, closed: this.closed, wheelsOnly }));
  }

  private refusalOf(part: readonly Wish[]): { code: BreachCode; message: string; remedy: string; link: string } {
    const [first] = part as [Wish];
    const remedy = this.remedyFor(part, (changed) => this.fits(changed));
    const names = part.map(({ name }) => name).join(" and ");
    const isForRuntime = isRoot(first.name) || this.fits(part, { runtime: [] });
    if (isForRuntime) {
      const reason = this.reasonFor(part);
      const message =
        part.length === 1
          ? `a version of ${first.name}${this.rangeOf(first.name)}${this.onPython()}: ${reason}`
          : `versions of ${names} that the runtime can work with together${this.onPython()}: ${reason}`;
      return { code: "environment-runtime-pin", message, remedy, link: SERVER_PAGE };
    }
    if (part.length > 1) {
      const message = `versions of ${names} that can be installed together${this.onPython()}${this.needBetween(part)}`;
      return { code: "environment-conflict", message, remedy, link: RESOLUTION_PAGE };
    }
    const link = `https://pypi.org/project/${first.name}/#history`;
    const found = versionsFor(knownPackage(first.name)!, first.specifiers);
    if (found.length === 0) {
      return { code: "environment-pin", message: `a version of ${first.name} that exists`, remedy, link };
    }
    return {
      code: "environment-pin",
      message: `a version of ${first.name} for Python ${this.pythonText()}`,
      remedy,
      link,
    };
  }

  private onPython(): string {
    return ` on Python ${this.pythonText()}`;
  }

  private pythonText(): string {
    return listed(this.pythons);
  }

  /** Which of the runtime's packages is the reason. */
  private reasonFor(part: readonly Wish[]): string {
    const roots = RUNTIME.slice(0, 2);
    const [alone] = roots.filter((root) => !this.fits(part, { runtime: [root] }));
    if (part.length === 1 && isRoot(part[0]!.name)) return "the runtime is written for it";
    if (part.every(({ name }) => !runtimeNames().has(name))) {
      return `others need versions of packages that ${alone?.name ?? "the runtime"} cannot work with`;
    }
    return alone === undefined ? `${roots.map(({ name }) => name).join(" and ")} need it` : `${alone.name} needs it`;
  }

  /** Specifiers of the versions that work, newest first. */
  private rangeOf(name: string): string {
    const most = runtimeNames().has(name) ? 3 : 1;
    const newestFirst = knownPackage(name)!
      .versions.filter(({ isYanked }) => !isYanked)
      .reverse();
    const runs: { from: string; readonly to: string }[] = [];
    let isInRun = false;
    for (const { text } of newestFirst) {
      const works = this.fits([{ name, specifiers: [`==${text}`] }]);
      if (works && isInRun) runs.at(-1)!.from = text;
      else if (works) runs.push({ from: text, to: text });
      else if (runs.length === most) break;
      isInRun = works;
    }
    const [newest] = newestFirst;
    const ranges = runs.map(({ from, to }) => `>=${from}${to === newest?.text ? "" : `,<=${to}`}`);
    return ranges.length === 0 ? "" : ` ${ranges.join(" or ")}`;
  }

  /** The requirement of one of the packages that the others do not meet, as far as a pin leaves only one. */
  private needBetween(part: readonly Wish[]): string {
    for (const { name, specifiers } of part) {
      const [found, ...others] = meeting(knownPackage(name)!.on.get(this.pythons[0]!)!, specifiers);
      if (found === undefined || others.length > 0) continue;
      const need = found.needs.find((one) => {
        const other = part.find((wish) => wish.name === one.name);
        const known = other && knownPackage(other.name)!;
        return known && versionsFor(known, [...other.specifiers, ...one.specifiers]).length === 0;
      });
      if (need !== undefined) return `: ${name} ${found.text} needs ${need.name} ${need.specifiers.join(",")}`;
    }
    return "";
  }

  /** The nearest versions with which it fits, and the Pythons on which it fits as it is. */
  private remedyFor(part: readonly Wish[], fits: (part: readonly Need[]) => boolean): string {
    const changes = part.flatMap((wish) => {
      const others = part.filter((other) => other !== wish);
      const isNumpyAsked = others.some(({ name }) => name === "numpy");
      const works = (changed: Need) =>
        fits([...others, changed]) && !(isNumpyAsked && isBuiltForNumpy1(changed.name, changed.specifiers));
      const near =
        nearest(wish, (changed) => works(changed) && this.fits([...others, changed], { wheelsOnly: true })) ??
        nearest(wish, works);
      return near === undefined ? [] : [`${wish.name}==${near}`];
    });
    const wheelsOnly = this.fits(part);
    const pythons = PYTHON_VERSIONS.filter((python) => this.fits(part, { pythons: [python], wheelsOnly }));
    const take = changes.length > 0 ? `Take ${changes.join(" or ")}` : "Change or leave out one of them";
    return pythons.length > 0 ? `${take}, or Python ${listed(pythons)}.` : `${take}.`;
  }
}

interface FitOptions {
  readonly runtime?: readonly Need[];
  readonly wheelsOnly?: boolean;
  readonly pythons?: readonly string[];
}

function isBuiltForNumpy1(name: string, specifiers: readonly string[]): boolean {
  const first = BUILT_FOR_NUMPY_1.get(name);
  const found = versionsFor(knownPackage(name)!, specifiers);
  const isEarlier = ({ version }: { version: Version }) => compareVersions(version, parseVersion(first!)) < 0;
  return first !== undefined && found.length > 0 && found.every(isEarlier);
}

/** The version nearest to the one that is asked for: of the same minor series, then the next later, then the next earlier. */
function nearest({ name, specifiers }: Need, fits: (changed: Need) => boolean): string | undefined {
  const known = knownPackage(name)!;
  const { versions } = known;
  const [pin] = specifiers.filter(isPin);
  const asked =
    pin === undefined ? versionsFor(known, specifiers).at(-1)?.version : parseVersion(pin.replace(/^=+\s*/, ""));
  const later = versions.filter(({ version }) => asked !== undefined && compareVersions(version, asked) > 0);
  const earlier = versions.filter((one) => !later.includes(one)).reverse();
  const isSameSeries = ({ version }: { version: Version }) =>
    asked !== undefined && [0, 1].every((i) => (version.release[i] ?? 0) === (asked.release[i] ?? 0));
  const ordered = [
    ...later.filter(isSameSeries),
    ...earlier.filter(isSameSeries),
    ...later.filter((one) => !isSameSeries(one)),
    ...earlier.filter((one) => !isSameSeries(one)),
  ];
  return ordered.find(({ text, isYanked }) => !isYanked && fits({ name, specifiers: [`==${text}`] }))?.text;
}

function versionsFor(known: KnownPackage, specifiers: readonly string[]): KnownPackage["versions"] {
  return meeting(known.versions, specifiers);
}

function meeting<T extends Pick<Candidate, "version">>(
  found: readonly T[],
  specifiers: readonly string[],
): readonly T[] {
  const tests = specifiers.map(testOf);
  return found.filter(({ version }) => tests.every((test) => test(version)));
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : names.join("");
}
