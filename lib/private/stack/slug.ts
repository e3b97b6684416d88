import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * A readable name from the construct's path inside its stack, in kebab case and beginning with a letter. Of a path that
 * is too long the end stays, as it is the most particular.
 */
export function slug(scope: IConstruct, maximumLength: number): string {
  const path = scope.node.path.slice(TerraformStack.of(scope).node.path.length);
  return slugOf(path, maximumLength);
}

export function slugOf(text: string, maximumLength: number): string {
  const kebab = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    // Azure keeps these out of names that become host names; also where they are joined without the hyphen
    .replace(/m-?i-?c-?r-?o-?s-?o-?f-?t/g, "ms")
    .replace(/w-?i-?n-?d-?o-?w-?s/g, "win")
    .replace(/^-+|-+$/g, "");
  const named = /^(?!l-?o-?g-?i-?n)[a-z]/.test(kebab) ? kebab : `ml-${kebab}`.replace(/-$/, "");
  if (named.length <= maximumLength) return named;
  const end = named.slice(-maximumLength).replace(/^[^a-z]+/, "");
  const readable = end.replace(/-+$/, "") || named.slice(0, maximumLength).replace(/-+$/, "");
  return readable.startsWith("login") ? `ml${readable.slice(2)}` : readable;
}
