import { type IResolvable, type IResolveContext, Lazy, Token, Tokenization } from "cdktf";
import { EXPRESSION, operandOf, readTemplate, withoutInnerBraces } from "./templates";

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

/** The same, of the type that cdktf wants, for functions of Terraform's; these themselves give texts. */
export function asMap<T>(map: T): T {
  return isMapToken(map) ? (Token.asStringMap(operand(map)) as T) : map;
}

/** A number that Terraform may calculate with. */
export function asNumber(token: unknown): number {
  return Token.asNumber(operand(token));
}

/** A text for functions and operators of Terraform's. */
export function asText(text: string): string {
  return Token.asString(operand(text));
}

/**
 * A value that functions and operators of Terraform's take. Those of cdktf neither look into an expression written by hand,
 * which they leave in its braces or escape, nor keep together what they put beside others.
 */
export function operand(token: unknown): IResolvable {
  const produce = (context: IResolveContext): unknown => {
    const { suppressBraces, ignoreEscapes, warnEscapes } = context;
    Object.assign(context, { suppressBraces: false, ignoreEscapes: false, warnEscapes: false });
    const resolved: unknown = context.resolve(token);
    Object.assign(context, { suppressBraces, ignoreEscapes, warnEscapes });
    if (typeof resolved !== "string") return resolved;
    return suppressBraces ? operandOf(resolved) : withoutInnerBraces(resolved);
  };
  return Lazy.anyValue({ produce });
}

function isWholeExpression(value: unknown): value is string {
  return typeof value === "string" && readTemplate(value).masked === EXPRESSION;
}
