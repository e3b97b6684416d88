import { type IResolveContext, Lazy, Token, Tokenization } from "cdktf";
import { EXPRESSION, readTemplate } from "./templates";

export const TEMPLATES_PAGE = "https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates";

/** Whether Terraform alone knows a value, or a part of a text. */
export function isToken(value: unknown): boolean {
  if (typeof value === "object" && value !== null && mixesTokens(value)) return false;
  return Token.isUnresolved(value) || (typeof value === "string" && readTemplate(value).expressions.length > 0);
}

/** How cdktf writes a map and a list that only Terraform knows, as long as nothing is added to them. */
const MAP_TOKEN = /&\{TfToken\[/;
const LIST_TOKEN = /#\{TfToken\[/;

/** Whether a map or list that only Terraform knows has other members beside: cdktf throws where it meets one. */
function mixesTokens(value: object): boolean {
  if (Array.isArray(value))
    return value.length > 1 && value.some((item) => typeof item === "string" && LIST_TOKEN.test(item));
  const names = Object.keys(value);
  return names.length > 1 && names.some((name) => MAP_TOKEN.test(name));
}

/** What is wrong with a text, or the name of a member, that Terraform or cdktf could not read; undefined for what they can. */
export function templateProblem(text: unknown): { readonly message: string; readonly remedy: string } | undefined {
  if (typeof text !== "string") return undefined;
  if (MAP_TOKEN.test(text)) {
    const message = "no map that only Terraform knows, spread among other members";
    return { message, remedy: "Put them together with Fn.merge([map, { … }])." };
  }
  if (LIST_TOKEN.test(text)) {
    const message = "no element taken by [ ] out of a list that only Terraform knows";
    return { message, remedy: "Take it with Fn.element(list, 0)." };
  }
  if (!readTemplate(text).broken) return undefined;
  const message = "a text in which ${ and %{ begin expressions of Terraform's that are closed";
  return { message, remedy: "Write $${ or %%{ where they stand for themselves, or close the brace." };
}

/** A value known only to Terraform that may stand for a text, a number or a boolean: no list and no map of them. */
export function isScalarToken(value: unknown): boolean {
  if (typeof value !== "object") return isToken(value);
  return !Array.isArray(value) && Tokenization.isResolvable(value);
}

/** Names and values known only to Terraform. */
export function isMapToken(value: unknown): boolean {
  return typeof value === "object" ? !Array.isArray(value) && isToken(value) : isWholeExpression(value);
}

/** The same, of the type that cdktf wants; functions of Terraform's give texts. */
export function asMap<T>(map: T): T {
  return isWholeExpression(map) ? (Token.asStringMap(map) as T) : map;
}

/** A number that Terraform may calculate with: cdktf leaves an expression written by hand in its braces inside another one. */
export function asNumber(token: unknown): number {
  const produce = (context: IResolveContext): unknown => {
    const resolved: unknown = context.resolve(token);
    return context.suppressBraces && isWholeExpression(resolved) ? resolved.slice(2, -1) : resolved;
  };
  return Token.asNumber(Lazy.anyValue({ produce }));
}

function isWholeExpression(value: unknown): value is string {
  return typeof value === "string" && readTemplate(value).masked === EXPRESSION;
}
