import { Fn, Op, TerraformVariable, Token } from "cdktf";
import type { TestStack } from "./test-stack";

/** A number of which Terraform alone knows what it is. */
export interface KnownToTerraform {
  /** It, in a stack that has the variable `n`. */
  readonly of: (stack: TestStack) => number;
  /** What stands for it where it is calculated with. */
  readonly operand: string;
  /** What stands for it alone. */
  readonly text: string;
}

const variable = (stack: TestStack) => new TerraformVariable(stack, "n", { type: "number" });
const cast = (text: string) => text as unknown as number;
const known = (of: KnownToTerraform["of"], operand: string, text = `\${${operand}}`): KnownToTerraform => {
  return { of, operand, text };
};

/** The ways to give one, with their titles. */
export const KNOWN_TO_TERRAFORM: readonly (readonly [title: string, number: KnownToTerraform])[] = [
  ["a text in the place of a number", known(() => cast("${var.n}"), "var.n")],
  ["a text as number", known(() => Token.asNumber("${var.n}"), "var.n")],
  ["a variable's value as number", known((stack) => Token.asNumber(variable(stack).value), "var.n")],
  ["a variable's number", known((stack) => variable(stack).numberValue, "var.n")],
  ["a variable's text", known((stack) => cast(variable(stack).stringValue), "var.n")],
  ["a function", known((stack) => Fn.max([variable(stack).numberValue, 5]), "max(var.n, 5)")],
  ["a function of a text", known(() => Fn.max([Token.asNumber("${var.n}"), 5]), "max(var.n, 5)")],
  ["a function of a sum", known(() => Fn.max([Token.asNumber("${var.n + 1}"), 5]), "max((var.n + 1), 5)")],
  [
    "a choice",
    known(
      (stack) => Token.asNumber(Fn.conditional(Op.gt(variable(stack).value, 5), 7, 9)),
      "((var.n > 5) ? 7 : 9)",
      "${(var.n > 5) ? 7 : 9}",
    ),
  ],
  ["a sum", known(() => cast("${var.n + 5}"), "(var.n + 5)", "${var.n + 5}")],
  ["an element", known(() => cast('${var.n["}"][0].x}'), 'var.n["}"][0].x')],
  ["a text with an expression in it", known(() => cast("${var.n}0"), '"${var.n}0"', "${var.n}0")],
  [
    "a text with a directive",
    known(
      () => cast("%{ if true }5%{ else }6%{ endif }"),
      '"%{ if true }5%{ else }6%{ endif }"',
      "%{ if true }5%{ else }6%{ endif }",
    ),
  ],
];
