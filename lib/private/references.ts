import { DefaultTokenResolver, StringConcat, Tokenization, type TerraformStack } from "cdktf";

/** The expression behind a token, by which two references to one resource are seen to be the same. */
export function resolvedText(scope: TerraformStack, value: string): unknown {
  return Tokenization.resolve(value, {
    scope,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
}
