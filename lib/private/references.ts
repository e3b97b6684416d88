import { createHash } from "crypto";
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import { Construct } from "constructs";

/** The expression behind a token, by which two references to one resource are seen to be the same. */
export function resolvedText(scope: TerraformStack, value: string): unknown {
  return Tokenization.resolve(value, {
    scope,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
}

const MADE = new WeakMap<TerraformStack, Map<string, unknown>>();

/** Holds, in a stack, what lies on resources that the user gave. */
const HOLDER_ID = "MlFunctionsShared";

/** Something that Azure takes once. */
export interface Once {
  /** What it is and on what, its kind first; tokens count by what they stand for. */
  readonly key: readonly [kind: string, ...on: string[]];
  /** Id in `scope`. */
  readonly id: string;
  /** Whether other constructs may need it as well, as it lies on a resource that the user gave. */
  readonly shared: boolean;
}

/**
 * What several constructs of a stack need and Azure takes once. What may be shared lies in the stack itself, under an id that
 * no order of the constructs changes: another owner would be another resource, and the data in it gone.
 *
 * @param scope the construct that needs it
 */
export function madeOnce<T>(scope: Construct, { key, id, shared }: Once, make: (owner: Construct, id: string) => T): T {
  const stack = TerraformStack.of(scope);
  const made = MADE.get(stack) ?? new Map<string, unknown>();
  MADE.set(stack, made);
  const name = JSON.stringify(key.map((part) => resolvedText(stack, part)));
  if (!made.has(name)) {
    const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
    made.set(name, shared ? make(holderOf(stack), `${key[0]}${hash}`) : make(scope, id));
  }
  return made.get(name) as T;
}

function holderOf(stack: TerraformStack): Construct {
  return (stack.node.tryFindChild(HOLDER_ID) as Construct | undefined) ?? new Construct(stack, HOLDER_ID);
}
