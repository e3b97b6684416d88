import { App, Aspects, type IAspect, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Breach, ValidationError } from "../../errors";

const CHECKS = Symbol.for("cdktf-azure-ml-functions.checks");
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

type Check = (survey: Survey) => readonly Breach[];

interface Checked {
  [CHECKS]?: Check[];
}

/** Runs `check` when the stack of `scope` is synthesized; its breaches are reported together with all others. */
export function reportAtSynth(scope: IConstruct, check: Check): void {
  if (!isChecked(TerraformStack.of(scope))) checkAllStacks(scope.node.root);
  ((scope as Checked)[CHECKS] ??= []).push(check);
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
    const root = App.isApp(node.node.root) ? node.node.root : node;
    const survey = new Survey();
    const breaches = root.node.findAll().flatMap((construct) => {
      return ((construct as Checked)[CHECKS] ?? []).flatMap((check) => check(survey));
    });
    if (breaches.length > 0) throw new ValidationError(breaches);
  },
};

/**
 * Does to a stack what its own aspects do, for a check that has to know it; cdktf lets them do it again. What they add is taken
 * away, as it could not be added twice. What is looked for afterwards is found anew.
 */
export const applyAspects: TreeQuery<Survey> = (constructs) => {
  const before = new Set(constructs);
  const [stack] = constructs;
  visitAll(stack!, []);
  for (const added of stack!.node.findAll().filter((construct) => !before.has(construct))) {
    added.node.scope?.node.tryRemoveChild(added.node.id);
  }
  return new Survey();
};

function visitAll(construct: IConstruct, inherited: readonly IAspect[]): void {
  const aspects = [...inherited, ...Aspects.of(construct).all.filter((aspect) => !(IS_SYNTH_CHECK in aspect))];
  for (const aspect of new Set(aspects)) {
    try {
      aspect.visit(construct);
    } catch {
      // it was there already, or cdktf comes to it where nothing is refused
    }
  }
  for (const child of construct.node.children) visitAll(child, aspects);
}
