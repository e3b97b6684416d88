import { Annotations, App, Aspects, TerraformStack, Token, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { ValidationError, type Breach } from "../errors";

const CHECKS = Symbol.for("cdktf-azure-ml-functions.checks");

type Check = () => readonly Breach[];

interface Checked {
  [CHECKS]?: Check[];
}

/** Runs `check` when the stack of `scope` is synthesized; its breaches are reported together with all others. */
export function addCheck(scope: IConstruct, check: Check): void {
  const stack = TerraformStack.of(scope);
  if (!Aspects.of(stack).all.includes(SYNTH_CHECK)) Aspects.of(stack).add(SYNTH_CHECK);
  ((scope as Checked)[CHECKS] ??= []).push(check);
}

/**
 * An aspect rather than a construct's validation, because cdktf flattens what validations return to text, and because
 * `Testing.synth` runs aspects always and validations only when asked.
 */
const SYNTH_CHECK: IAspect = {
  visit(node: IConstruct): void {
    if (!TerraformStack.isStack(node)) return;
    // the whole app, so that no stack is written while another one is refused
    const root = App.isApp(node.node.root) ? node.node.root : node;
    const breaches = root.node.findAll().flatMap((construct) => {
      return ((construct as Checked)[CHECKS] ?? []).flatMap((check) => check());
    });
    if (breaches.length > 0) throw new ValidationError(breaches);
  },
};

/** What is wrong with a value, told by a rule. */
export interface Rejection {
  readonly code: string;
  readonly prop: string;
  readonly value: unknown;
  readonly message: string;
  readonly remedy: string;
  readonly link?: string;
}

/** A rule over one text: Azure's own words on what is allowed, where they stand, and an example. */
export interface TextRule {
  readonly code: string;
  readonly allowed: string;
  readonly remedy: string;
  readonly link?: string;
  /** A value that passes: stands in for a refused one, so that the construct can be finished and all breaches told. */
  readonly example: string;
  test(value: string): boolean;
}

/** Bounds of a whole number. */
export interface NumberRule {
  readonly code: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
  readonly link?: string;
}

/**
 * Judges the values given to one construct. Each method returns the value when it may pass, or a stand-in when it may
 * not: the breach is reported at synthesis, and construction goes on so that the other breaches are found as well.
 * Tokens, known only to Terraform, are never judged.
 */
export class Inspector {
  /** What was refused so far. */
  public readonly breaches: Breach[] = [];

  /**
   * @param scope the construct that was given the values
   * @param when whether what is refused is told at synthesis anyway, or by a check of the caller's
   */
  public constructor(
    private readonly scope: IConstruct,
    when: "registered" | "detached" = "registered",
  ) {
    if (when === "registered") addCheck(scope, () => this.breaches);
  }

  public reject(rejection: Rejection): void {
    this.breaches.push(toBreach(this.scope, rejection));
  }

  public warn(message: string): void {
    Annotations.of(this.scope).addWarning(message);
  }

  public text(prop: string, value: unknown, rule: TextRule): string {
    if (isToken(value)) return value as string;
    if (typeof value === "string" && rule.test(value)) return value;
    this.reject({ code: rule.code, prop, value, message: rule.allowed, remedy: rule.remedy, link: rule.link });
    return rule.example;
  }

  public optionalText(prop: string, value: unknown, rule: TextRule): string | undefined {
    return value === undefined ? undefined : this.text(prop, value, rule);
  }

  public oneOf(prop: string, value: unknown, allowed: readonly string[], code: string, link?: string): string {
    const rule: TextRule = {
      code,
      allowed: `one of ${allowed.join(", ")}`,
      remedy: "Take one of these; upper and lower case count.",
      link,
      example: allowed[0]!,
      test: (text) => allowed.includes(text),
    };
    return this.text(prop, value, rule);
  }

  public integer(prop: string, value: unknown, rule: NumberRule): number {
    if (isToken(value)) return value as number;
    const { minimum, maximum, unit } = rule;
    if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    const message = `a whole number of ${unit} from ${minimum} to ${maximum}`;
    this.reject({ code: rule.code, prop, value, message, remedy: `Give ${message}.`, link: rule.link });
    return minimum;
  }

  public optionalInteger(prop: string, value: unknown, rule: NumberRule): number | undefined {
    return value === undefined ? undefined : this.integer(prop, value, rule);
  }

  public flag(prop: string, value: unknown, fallback: boolean): boolean {
    if (value === undefined) return fallback;
    if (typeof value === "boolean" || isToken(value)) return value as boolean;
    this.reject({ code: "boolean", prop, value, message: "true or false", remedy: "Give a boolean, not a text." });
    return fallback;
  }

  /** One of the library's parts, recognised by its brand. */
  public part<T>(
    prop: string,
    value: T | undefined,
    isPart: (value: unknown) => boolean,
    expected: string,
    fallback: T,
  ): T {
    if (isPart(value)) return value as T;
    this.reject({ code: "part", prop, value, message: expected, remedy: `Give ${expected}.` });
    return fallback;
  }
}

export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}

function toBreach(scope: IConstruct, rejection: Rejection): Breach {
  const { value, link, ...rest } = rejection;
  return { ...rest, path: scope.node.path, value: show(value), ...(link === undefined ? {} : { link }) };
}

const SHOWN_CHARACTERS = 200;

function show(value: unknown): string {
  if (value === undefined) return "(nothing)";
  if (typeof value === "object" && value !== null && !Array.isArray(value) && value.constructor !== Object) {
    return `(${value.constructor?.name ?? "object"})`;
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // a cycle or a BigInt: its type says enough
  }
  text ??= `(${typeof value})`;
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
