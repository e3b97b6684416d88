import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/** The expression behind a token, by which two references to one resource are seen to be the same. */
export function resolvedText(scope: TerraformStack, value: string): unknown {
  return Tokenization.resolve(value, {
    scope,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
}

const MADE = new WeakMap<TerraformStack, Map<string, unknown>>();

/**
 * What several constructs of a stack need and Azure takes once: made by the first that asks.
 *
 * @param scope any construct of the stack
 * @param key what it is; tokens in it count by what they stand for
 */
export function madeOnce<T>(scope: IConstruct, key: readonly string[], make: () => T): T {
  const stack = TerraformStack.of(scope);
  const made = MADE.get(stack) ?? new Map<string, unknown>();
  MADE.set(stack, made);
  const name = JSON.stringify(key.map((part) => resolvedText(stack, part)));
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}
