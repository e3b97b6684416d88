/** Stands in a masked text for an expression of Terraform's. */
export const EXPRESSION = "\uE000";

/** A text as Terraform reads it. */
export interface Template {
  /** The text with each expression replaced by `EXPRESSION`. */
  readonly masked: string;
  readonly expressions: readonly string[];
  /** Whether something in it looks like an expression and is none. */
  readonly broken: boolean;
}

const DIRECTIVE = /^%\{~?\s*(?:if|else|endif|for|endfor)\b/;

/**
 * Finds the expressions (`${…}`) and directives (`%{if …}`) in a text; doubled, their first character stands for itself.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates
 */
export function readTemplate(text: string): Template {
  const expressions: string[] = [];
  if (!/[$%]\{/.test(text)) return { masked: text, expressions, broken: false };
  let masked = "";
  let broken = false;
  for (let i = 0; i < text.length;) {
    const begins = /[$%]/.test(text.charAt(i)) && text.charAt(i + 1) === "{" && text.charAt(i - 1) !== text.charAt(i);
    const end = begins ? endOfExpression(text, i) : undefined;
    if (begins && end === undefined) broken = true;
    if (end === undefined) {
      masked += text.charAt(i);
      i += 1;
    } else {
      expressions.push(text.slice(i, end));
      masked += EXPRESSION;
      i = end;
    }
  }
  return { masked, expressions, broken };
}

/** Where the brace of an expression closes, behind it; braces in quotes do not count. */
function endOfExpression(text: string, from: number): number | undefined {
  if (text.charAt(from) === "%" && !DIRECTIVE.test(text.slice(from, from + 20))) return undefined;
  let depth = 0;
  let quoted = false;
  for (let i = from + 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === "\\") i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth++;
    else if (!quoted && character === "}" && --depth === 0) {
      return text.slice(from + 2, i).trim() === "" ? undefined : i + 1;
    }
  }
  return undefined;
}
