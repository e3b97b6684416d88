import { join } from "path";
import { type ISynthesisSession, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/** cdktf's own hook, which its assets use: called when the stack is written. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

/**
 * Calls `write` whenever the stack of `scope` is written: once, however many constructs of the stack ask for it.
 *
 * @param id of the child of the stack that the hook hangs on
 * @param write is given the directory of the stack
 */
export function onSynthesis(
  scope: IConstruct,
  id: string,
  write: (directory: string, stack: TerraformStack) => void,
): void {
  const stack = TerraformStack.of(scope);
  const known = stack.node.tryFindChild(id);
  if (known !== undefined && CUSTOM_SYNTHESIS in known) return;
  const onSynthesize = ({ outdir, manifest }: ISynthesisSession) => {
    write(join(outdir, manifest.forStack(stack).workingDirectory), stack);
  };
  Object.defineProperty(new Construct(stack, id), CUSTOM_SYNTHESIS, { value: { onSynthesize } });
}
