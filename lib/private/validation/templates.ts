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

/** The text with no braces around what stands inside an expression already. */
export function withoutInnerBraces(text: string): string {
  const { masked, expressions } = readTemplate(text);
  return filled(masked, expressions);
}

/** What stands for a text inside another expression: its only expression without braces, or the text in quotes. */
export function operandOf(text: string): string {
  const { masked, expressions } = readTemplate(text);
  const [only] = expressions;
  if (masked === EXPRESSION && only!.startsWith("$")) return inOnePiece(content(only!));
  // outside of quotes a backslash stands for itself
  const escaped = masked.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r");
  return `"${filled(escaped, expressions)}"`;
}

function filled(masked: string, expressions: readonly string[]): string {
  let next = 0;
  return masked.replaceAll(EXPRESSION, () => {
    const expression = expressions[next++]!;
    return expression.startsWith("$") ? `\${${content(expression)}}` : expression;
  });
}

/** What stands in the braces of an expression, without further ones outside of texts. */
function content(expression: string): string {
  const inner = expression.slice(2, -1);
  let read = "";
  for (let i = 0; i < inner.length;) {
    const end = inner.charAt(i) === '"' ? endOfText(inner, i) : undefined;
    const inBraces = inner.startsWith("${", i) ? endOfExpression(inner, i) : undefined;
    const next = end ?? inBraces ?? i + 1;
    const part = inner.slice(i, next);
    read += inBraces === undefined ? part : inOnePiece(content(part));
    i = next;
  }
  return read;
}

/** A reference, a call or what stands in brackets binds as it is; anything else only in brackets. */
function inOnePiece(expression: string): string {
  const outline = outlineOf(expression);
  const isOne =
    /^(?:[\p{L}_][\p{L}\p{N}_-]*)?(?:\(\))?(?:\.[\p{L}\p{N}_*-]+|\(\))*$/u.test(outline) || /^[\d.]+$/.test(outline);
  return isOne ? expression : `(${expression})`;
}

/** An expression with nothing in its brackets, and no texts. */
function outlineOf(expression: string): string {
  let outline = "";
  let depth = 0;
  for (let i = 0; i < expression.length; i++) {
    const character = expression.charAt(i);
    if (/[)\]}]/.test(character) && --depth === 0) outline += ")";
    else if (/[([{]/.test(character) && depth++ === 0) outline += "(";
    else if (character === '"') {
      i = endOfText(expression, i) - 1;
      if (depth === 0) outline += "()";
    } else if (depth === 0) outline += character;
  }
  return outline;
}

/** Where a text in quotes ends, behind them. */
function endOfText(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === "\\") i++;
    else if (character === '"') return i + 1;
    else if (/[$%]/.test(character) && text.charAt(i + 1) === "{" && text.charAt(i - 1) !== character) {
      i = (endOfExpression(text, i) ?? i + 1) - 1;
    }
  }
  return text.length;
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
