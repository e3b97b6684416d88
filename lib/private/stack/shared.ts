import { createHash } from "crypto";
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/** The expression behind a token, by which two references to one resource are seen to be the same. */
export function resolvedText(scope: TerraformStack, value: string): unknown {
  return Tokenization.resolve(value, {
    scope,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
}

/** The same for the stacks of a whole app: of what another stack makes, the expression is that of its own stack. */
export function resolvedInApp(stack: TerraformStack, value: string): string {
  const { tokens } = Tokenization.reverseString(value);
  const origins = tokens.map((token) => (token as { readonly originStack?: unknown }).originStack);
  const origin = origins.find((found) => TerraformStack.isStack(found)) ?? stack;
  const text = String(resolvedText(origin, value));
  return text.includes("${") ? `${origin.node.path} ${text}` : text;
}

/** Holds, in a stack, what lies on resources that the user gave, and a note of what lies elsewhere. */
const HOLDER_ID = "MlFunctionsShared";

/** What a resource was made for: the whole key. */
const MADE_FOR = Symbol.for("cdktf-azure-ml-functions.made-for");
const MADE_ELSEWHERE = Symbol.for("cdktf-azure-ml-functions.made-elsewhere");

interface Note extends IConstruct {
  readonly [MADE_FOR]?: string;
  [MADE_ELSEWHERE]?: IConstruct;
}

/** A resource that Azure takes once, whoever asks for it. */
export interface SharedResource {
  /** What it is and on what, its kind first; tokens count by what they stand for. */
  readonly key: readonly [kind: string, ...on: string[]];
  /** Id in `scope`. */
  readonly id: string;
  /** Whether other constructs may need it as well, as it lies on a resource that the user gave. */
  readonly shared: boolean;
}

/**
 * What several constructs of a stack need and Azure takes once. What may be shared lies in the stack itself, under an id that
 * no order of the constructs changes: another owner would be another resource, and the data in it gone. Another copy of the
 * package finds it there.
 *
 * @param scope the construct that needs it
 */
export function makeOnce<T extends IConstruct>(
  scope: Construct,
  { key, id, shared }: SharedResource,
  make: (owner: Construct, id: string) => T,
): T {
  const stack = TerraformStack.of(scope);
  const holder = stack.node.tryFindChild(HOLDER_ID) ?? new Construct(stack, HOLDER_ID);
  const name = JSON.stringify(key.map((part) => resolvedText(stack, part)));
  const hash = createHash("sha256").update(name).digest("hex");
  // longer where another resource has the first digits
  const length = [8, 16, 64].find((digits) => {
    const found: Note | undefined = holder.node.tryFindChild(`${key[0]}${hash.slice(0, digits)}`);
    return found === undefined || (found[MADE_FOR] ?? name) === name;
  });
  const sharedId = `${key[0]}${hash.slice(0, length)}`;
  const known: Note | undefined = holder.node.tryFindChild(sharedId);
  if (known !== undefined) return (known[MADE_ELSEWHERE] ?? known) as T;
  const made = shared ? make(holder, sharedId) : make(scope, id);
  const note: Note = shared ? made : new Construct(holder, sharedId);
  Object.defineProperty(note, MADE_FOR, { value: name });
  if (!shared) note[MADE_ELSEWHERE] = made;
  return made;
}
