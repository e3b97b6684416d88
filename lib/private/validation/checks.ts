import { App, Aspects, type IAspect, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Breach, ValidationError } from "../../errors";

const CHECKS = Symbol.for("cdktf-azure-ml-functions.checks");
const AFTER_ASPECTS = Symbol.for("cdktf-azure-ml-functions.after-aspects");
const IS_SYNTH_CHECK = Symbol.for("cdktf-azure-ml-functions.synth-check");

/** What is looked for among all constructs of a stack or an app: a function of the module that asks. */
export type TreeQuery<T> = (constructs: readonly IConstruct[]) => T;

/** The construct tree while it is checked: what many checks ask for is found once. */
export class Survey {
  private readonly found = new Map<IConstruct, Map<TreeQuery<unknown>, unknown>>();

  /** What the query finds in a construct, usually the stack or the app, and all below it. */
  public in<T>(root: IConstruct, query: TreeQuery<T>): T {
    const known = this.found.get(root) ?? new Map<TreeQuery<unknown>, unknown>();
    this.found.set(root, known);
    if (!known.has(query)) known.set(query, query(root.node.findAll()));
    return known.get(query) as T;
  }
}

type Check = ((survey: Survey) => readonly Breach[]) & { readonly [AFTER_ASPECTS]?: true };

interface Checked {
  [CHECKS]?: Check[];
}

/**
 * Runs `check` when the stack of `scope` is synthesized; its breaches are reported together with all others. Where it judges
 * what aspects may change, it waits for those of the stack, if there are any.
 */
export function reportAtSynth(
  scope: IConstruct,
  check: (survey: Survey) => readonly Breach[],
  when: "at once" | "after aspects" = "at once",
): void {
  if (!isChecked(TerraformStack.of(scope))) checkAllStacks(scope.node.root);
  const noted: Check = when === "at once" ? check : Object.assign(check, { [AFTER_ASPECTS]: true } as const);
  ((scope as Checked)[CHECKS] ??= []).push(noted);
}

/** Whether a stack has aspects that are not the library's. */
function hasAspects(constructs: readonly IConstruct[]): boolean {
  return constructs.some((construct) => Aspects.of(construct).all.some((aspect) => !(IS_SYNTH_CHECK in aspect)));
}

/** Whether this copy of the package, or another one, checks the stack. */
function isChecked(stack: TerraformStack): boolean {
  return Aspects.of(stack).all.some((aspect) => IS_SYNTH_CHECK in aspect);
}

/**
 * Every stack there is, as cdktf writes them one after another: none is written when another one is refused. A stack that is
 * made later is checked after these.
 */
function checkAllStacks(root: IConstruct): void {
  const stacks = root.node.findAll().filter((found) => TerraformStack.isStack(found));
  for (const stack of stacks.filter((found) => !isChecked(found))) Aspects.of(stack).add(SYNTH_CHECK);
}

/**
 * An aspect rather than a construct's validation, because cdktf flattens what validations return to text, and because
 * `Testing.synth` runs aspects always and validations only when asked.
 */
const SYNTH_CHECK: IAspect & { readonly [IS_SYNTH_CHECK]: true } = {
  [IS_SYNTH_CHECK]: true,
  visit(node: IConstruct): void {
    if (!TerraformStack.isStack(node)) return;
    const survey = new Survey();
    const root = App.isApp(node.node.root) ? node.node.root : node;
    runChecks(root.node.findAll(), survey, (construct, check) => {
      return check[AFTER_ASPECTS] === undefined || !survey.in(TerraformStack.of(construct), hasAspects);
    });
    if (!survey.in(node, hasAspects)) return;
    // the last that aspects come to, of all that there is now
    const last = node.node.findAll().at(-1)!;
    const aspects = Aspects.of(last);
    if (!aspects.all.includes(LAST_CHECK)) aspects.add(LAST_CHECK);
  },
};

/** Judges, after all aspects, what they may have changed. */
const LAST_CHECK: IAspect & { readonly [IS_SYNTH_CHECK]: true } = {
  [IS_SYNTH_CHECK]: true,
  visit(node: IConstruct): void {
    const stack = TerraformStack.of(node);
    const isDue = (construct: IConstruct, check: Check) => {
      return check[AFTER_ASPECTS] === true && TerraformStack.of(construct) === stack;
    };
    runChecks(stack.node.findAll(), new Survey(), isDue);
  },
};

function runChecks(
  constructs: readonly IConstruct[],
  survey: Survey,
  isDue: (construct: IConstruct, check: Check) => boolean,
): void {
  const breaches = constructs.flatMap((construct) => {
    const checks = (construct as Checked)[CHECKS] ?? [];
    return checks.filter((check) => isDue(construct, check)).flatMap((check) => check(survey));
  });
  if (breaches.length > 0) throw new ValidationError(breaches);
}
