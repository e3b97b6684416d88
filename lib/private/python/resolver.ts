import { type Candidate, type KnownPackage, knownPackage, mayBeNewer, type Need } from "./known-packages";
import { memoized } from "./memoized";
import { isOfFinals, testOf } from "./specifiers";

/** What pip is asked for. */
export interface Question {
  readonly python: string;
  readonly wanted: readonly Need[];
  /** Names of packages of which newer versions than the table's do not count. */
  readonly closed?: readonly string[];
  /** Whether what has to be compiled does not count. */
  readonly wheelsOnly?: boolean;
}

/** More steps than files of people take, which need some fifty: what takes more is left to pip. */
const MOST_STEPS = 300;

/**
 * Whether pip finds versions that go together, as far as the table of known packages tells: what is not in it, and versions
 * that are newer, are taken for fitting. A search that goes back to the last choice that has to do with what failed.
 */
export function isResolvable(question: Question): boolean {
  // apps that are alike ask the same
  return answerTo(JSON.stringify(question));
}

const answerTo = memoized((question: string) => search(JSON.parse(question) as Question));

function search({ python, wanted, closed = [], wheelsOnly = false }: Question): boolean {
  const unjudged = new Set(wanted.filter(({ specifiers }) => !specifiers.every(isOfFinals)).map(({ name }) => name));
  let steps = 0;

  const slotOf = (known: KnownPackage): Slot => {
    // withdrawn ones too: pip takes them where they are pinned
    const all = known.on.get(python)!;
    return { known, specifiers: [], reasons: [], choices: wheelsOnly ? withWheel(all) : all, isChosen: false };
  };

  const mayLeaveNewer = ({ known, specifiers, isChosen }: Slot) =>
    !isChosen && !closed.includes(known.name) && mayBeNewer(known, specifiers);

  /** Adds needs to a state; where one cannot be met, the names of those that keep it from that. */
  const add = (state: State, needs: readonly Need[], reason: string): Failure | undefined => {
    for (const { name, specifiers } of needs) {
      const known = knownPackage(name);
      if (known === undefined || unjudged.has(name)) continue;
      const before = state.get(name) ?? slotOf(known);
      const allowed = specifiers.map(meeting(known.on.get(python)!));
      const choices = before.choices.filter((choice) => allowed.every((some) => some.has(choice)));
      const slot: Slot = {
        ...before,
        choices,
        specifiers: [...before.specifiers, ...specifiers],
        reasons: [...before.reasons, reason],
      };
      state.set(name, slot);
      if (choices.length === 0 && !(before.choices.length === 0 && before.isChosen) && !mayLeaveNewer(slot)) {
        return new Set([...slot.reasons, ...(before.isChosen ? [name] : [])]);
      }
    }
    return undefined;
  };

  const choose = (state: State): Failure | undefined => {
    let slot: Slot | undefined;
    for (const other of state.values()) {
      if (!other.isChosen && (slot === undefined || other.choices.length < slot.choices.length)) slot = other;
    }
    if (slot === undefined || ++steps > MOST_STEPS) return undefined;
    const { name } = slot.known;
    const failures = new Set(slot.reasons);
    for (const choice of slot.choices) {
      const tried: State = new Map(state).set(name, { ...slot, choices: [choice], isChosen: true });
      const failure = add(tried, choice.needs, name) ?? choose(tried);
      // another choice would not help either
      if (failure === undefined || !failure.has(name)) return failure;
      for (const one of failure) failures.add(one);
    }
    if (mayLeaveNewer(slot)) return choose(new Map(state).set(name, { ...slot, choices: [], isChosen: true }));
    failures.delete(name);
    return failures;
  };

  const state: State = new Map();
  return (add(state, wanted, "") ?? choose(state)) === undefined;
}

/** Names of the packages whose choices do not go together. */
type Failure = ReadonlySet<string>;

/** What is known of one package on the way to an answer. */
interface Slot {
  readonly known: KnownPackage;
  readonly specifiers: readonly string[];
  /** Names of those that need it. */
  readonly reasons: readonly string[];
  /** One where it is chosen; none where that is a version which the table does not know. */
  readonly choices: readonly Candidate[];
  readonly isChosen: boolean;
}

type State = Map<string, Slot>;

const withWheel = memoized((all: readonly Candidate[]) => all.filter(({ hasWheel }) => hasWheel));

/** Those of all candidates that meet a specifier. */
const meeting = memoized((all: readonly Candidate[]) => {
  return memoized((specifier: string): ReadonlySet<Candidate> => {
    const test = testOf(specifier);
    return new Set(all.filter(({ version }) => test(version)));
  });
});

/** A smallest part of what is wanted that keeps pip from an answer. */
export function conflictIn<T extends Need>(
  wanted: readonly T[],
  isResolvableWith: (part: readonly T[]) => boolean,
): T[] {
  let rest = [...wanted];
  for (const one of wanted) {
    const without = rest.filter((other) => other !== one);
    if (!isResolvableWith(without)) rest = without;
  }
  return rest;
}
