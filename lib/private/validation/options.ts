import { editsBetween } from "./edits";
/** Names of all members of a struct: one that lacks a name, or has another one, does not compile. */
export type Names<T> = { readonly [name in keyof T]-?: true };

const PROPS = Symbol.for("cdktf-azure-ml-functions.props");

/** Notes which props a construct's class takes; a subclass of the user's own, which may add others, notes none. */
export function takesProps<T extends object>(constructClass: new (...args: never[]) => unknown, names: Names<T>): void {
  Object.defineProperty(constructClass, PROPS, { value: names });
}

/** The props that the class of a construct takes; undefined for a class of the user's. */
export function propsTakenBy<T>(construct: object): Names<T> | undefined {
  const { constructor: own } = construct as { readonly constructor: { readonly [PROPS]?: Names<T> } };
  return Object.hasOwn(own, PROPS) ? own[PROPS] : undefined;
}

/** Fewer letters stand in too many names. */
const FEWEST_LETTERS = 3;
const MOST_EDITS = 2;
/** Names of so few letters are two edits away from many other words. */
const SHORT_NAME = 4;

/** Names given that are none of a struct's, and what was likely meant by them: what resembles none is the user's own matter. */
export function misspellings(given: object, names: object): { readonly name: string; readonly meant: string[] }[] {
  // an instance of a class of the user's may have anything
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype !== null && prototype !== Object.prototype) return [];
  return Object.entries(given)
    .filter(([name, value]) => value !== undefined && !(name in names))
    .map(([name]) => ({ name, meant: meantBy(name, Object.keys(names)) }))
    .filter(({ meant }) => meant.length > 0);
}

function meantBy(name: string, known: readonly string[]): string[] {
  const given = folded(name);
  // each letter that one has more is an edit
  const similar = known.filter((one) => Math.abs(folded(one).length - given.length) <= MOST_EDITS);
  const edits = new Map(similar.map((one) => [one, editsBetween(given, folded(one))]));
  const near = similar.filter((one) => edits.get(one)! <= mostEdits(given, folded(one)));
  const nearest = Math.min(...near.map((one) => edits.get(one)!));
  if (near.length > 0) return near.filter((one) => edits.get(one) === nearest).sort();
  return given.length < FEWEST_LETTERS ? [] : known.filter((one) => holdsWord(one, given)).sort();
}

/** Without what tells `app_settings`, `AppSettings` and `app-settings` apart. */
function folded(name: string): string {
  return name.replace(/[-_\s]/g, "").toLowerCase();
}

function mostEdits(given: string, known: string): number {
  if (Math.min(given.length, known.length) < FEWEST_LETTERS) return 0;
  const hasOwnLetters = [...given].some((letter) => !known.includes(letter));
  return known.length <= SHORT_NAME && hasOwnLetters ? MOST_EDITS - 1 : MOST_EDITS;
}

/** Whether a name in camel case has a text in it, from the beginning of one of its words on. */
function holdsWord(name: string, text: string): boolean {
  return Array.from(name.matchAll(/^|(?=[A-Z])/g), ({ index }) => index).some((at) => {
    return name.toLowerCase().startsWith(text, at);
  });
}
