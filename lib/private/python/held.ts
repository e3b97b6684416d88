import type { PythonNode, PythonValue } from "./ast";
import { type Bindings, isNode, nameOf, nodes } from "./module";

/** What a name may hold once its module is imported. */
export type Held =
  | { readonly kind: "nothing" | "deleted" | "unknown" }
  /** A definition, or a lambda. */
  | { readonly kind: "function"; readonly node: PythonNode }
  /** Plain where calling it makes an instance of it, of no type that the text does not show. */
  | { readonly kind: "class"; readonly isPlain: boolean }
  /** What cannot be called. */
  | { readonly kind: "constant"; readonly shown: string };

const NOTHING: Held = { kind: "nothing" };
const DELETED: Held = { kind: "deleted" };
const UNKNOWN: Held = { kind: "unknown" };

const CONSTANTS: { readonly [type: string]: string } = {
  ExprNoneLiteral: "None",
  ExprBooleanLiteral: "a boolean",
  ExprNumberLiteral: "a number",
  ExprStringLiteral: "a text",
  ExprFString: "a text",
  ExprBytesLiteral: "bytes",
  ExprEllipsisLiteral: "an ellipsis",
  ExprTuple: "a tuple",
  ExprList: "a list",
  ExprListComp: "a list",
  ExprDict: "a dictionary",
  ExprDictComp: "a dictionary",
  ExprSet: "a set",
  ExprSetComp: "a set",
  ExprGenerator: "a generator",
};

/**
 * What a name holds after the module has been imported: each value that it may have, and more where that is not certain.
 *
 * @param bindings of the module, which must not be open
 */
export function heldAtImport(module: PythonNode, bindings: Bindings): (name: string) => readonly Held[] {
  const execution = new Execution(bindings, mentions(module, "__new__"));
  execution.run(module.body, true);
  return (name) => [...execution.get(name)];
}

type Names = ReadonlyMap<string, ReadonlySet<Held>>;

/** Goes through the statements of a module in the order in which importing it does. */
class Execution {
  private names: Names = new Map();

  public constructor(
    private readonly bindings: Bindings,
    private readonly classesMayMakeAnything: boolean,
  ) {}

  public get(name: string): ReadonlySet<Held> {
    return this.isSetInFunctions(name) ? new Set([UNKNOWN]) : (this.names.get(name) ?? new Set([NOTHING]));
  }

  /** @param isSure whether each statement is certain to run, in this order */
  public run(statements: PythonValue | undefined, isSure: boolean): void {
    for (const node of nodes(statements)) this.execute(node, isSure);
  }

  private execute(node: PythonNode, isSure: boolean): void {
    switch (node.type) {
      case "StmtFunctionDef":
        return this.bind(nameOf(node.name), [{ kind: "function", node }], isSure);
      case "StmtClassDef":
        return this.bind(nameOf(node.name), [{ kind: "class", isPlain: this.isPlain(node, isSure) }], isSure);
      case "StmtImport":
      case "StmtImportFrom":
        for (const alias of nodes(node.names)) {
          this.bind(nameOf(alias.asname) || nameOf(alias.name).split(".")[0]!, [UNKNOWN], isSure);
        }
        return;
      case "StmtAssign":
        this.runInAnyOrder(node.value);
        return nodes(node.targets).forEach((target) => this.assign(target, node.value, isSure));
      case "StmtAnnAssign":
        this.runInAnyOrder(node.value);
        return node.value === null ? undefined : this.assign(node.target, node.value, isSure);
      case "StmtDelete":
        return nodes(node.targets).forEach((target) => this.delete(target, isSure));
      case "StmtIf":
        return this.branch([node, ...nodes(node.elif_else_clauses)], isSure);
      default:
        // loops, try, with and match may leave off in the middle
        return Object.values(node).forEach((field) => this.runInAnyOrder(field));
    }
  }

  private branch(clauses: readonly PythonNode[], isSure: boolean): void {
    const ends: Names[] = [];
    for (const { test, body } of clauses) {
      this.runInAnyOrder(test);
      const holds = test === null ? true : this.isTrue(test);
      if (holds === false) continue;
      const before = this.names;
      this.run(body, isSure);
      ends.push(this.names);
      this.names = before;
      if (holds === true) return this.join(ends);
    }
    this.join([...ends, this.names]);
  }

  private join(ends: readonly Names[]): void {
    const names = new Set(ends.flatMap((end) => [...end.keys()]));
    const values = (name: string) => ends.flatMap((end) => [...(end.get(name) ?? [NOTHING])]);
    this.names = new Map([...names].map((name) => [name, new Set(values(name))]));
  }

  /** Statements and targets in a part of a statement, each of which may run or not. */
  private runInAnyOrder(value: PythonValue | undefined): void {
    if (Array.isArray(value)) value.forEach((item: PythonValue) => this.runInAnyOrder(item));
    if (!isNode(value) || value.type === "ExprLambda") return;
    if (value.type.startsWith("Stmt")) return this.execute(value, false);
    if (value.type === "ExprName" && value.ctx === "Store") this.bind(nameOf(value.id), [UNKNOWN], false);
    if (value.type.startsWith("Pattern") && isNode(value.name)) this.bind(nameOf(value.name), [UNKNOWN], false);
    // the target of a comprehension is a name of its own
    const fields = value.type === "Comprehension" ? [value.iter, value.ifs] : Object.values(value);
    fields.forEach((field) => this.runInAnyOrder(field));
  }

  private assign(target: PythonValue | undefined, value: PythonValue | undefined, isSure: boolean): void {
    if (!isNode(target)) return;
    if (target.type === "ExprName") return this.bind(nameOf(target.id), this.valuesOf(value, isSure), isSure);
    const targets = nodes(target.elts);
    const values = isNode(value) && /^Expr(Tuple|List)$/.test(value.type) ? nodes(value.elts) : [];
    const isPaired = targets.length === values.length && ![...targets, ...values].some(isStarred);
    if (isPaired) targets.forEach((item, i) => this.assign(item, values[i], isSure));
    else this.runInAnyOrder(target);
  }

  private delete(target: PythonNode, isSure: boolean): void {
    if (target.type === "ExprName") this.bind(nameOf(target.id), [DELETED], isSure);
    nodes(target.elts).forEach((item) => this.delete(item, isSure));
  }

  private bind(name: string, values: Iterable<Held>, isSure: boolean): void {
    const others = isSure ? [] : (this.names.get(name) ?? [NOTHING]);
    this.names = new Map([...this.names, [name, new Set([...others, ...values])]]);
  }

  private valuesOf(value: PythonValue | undefined, isSure: boolean): Held[] {
    if (!isNode(value)) return [UNKNOWN];
    if (value.type === "ExprLambda") return [{ kind: "function", node: value }];
    // in a loop, a name may hold what is bound further down
    if (value.type === "ExprName" && isSure) return [...this.get(nameOf(value.id))].map(orBuiltin);
    const operand = value.type === "ExprUnaryOp" && value.op !== "Not" ? value.operand : undefined;
    const shown = isNode(operand) && operand.type === "ExprNumberLiteral" ? "a number" : CONSTANTS[value.type];
    return shown === undefined ? [UNKNOWN] : [{ kind: "constant", shown }];
  }

  private isPlain(definition: PythonNode, isSure: boolean): boolean {
    if (this.classesMayMakeAnything || nodes(definition.decorator_list).length > 0) return false;
    const given = definition.arguments;
    if (!isNode(given)) return true;
    if (nodes(given.keywords).length > 0) return false;
    return nodes(given.args).every((base) => {
      if (base.type !== "ExprName" || !isSure) return false;
      if (nameOf(base.id) === "object" && !this.bindings.byName.has("object")) return true;
      return [...this.get(nameOf(base.id))].every((held) => held.kind === "class" && held.isPlain);
    });
  }

  private isSetInFunctions(name: string): boolean {
    return this.bindings.byName.get(name)?.some(({ type }) => type === "StmtGlobal") === true;
  }

  /** Of a condition that is known when the script is imported; otherwise undefined. */
  private isTrue(test: PythonValue | undefined): boolean | undefined {
    if (!isNode(test)) return undefined;
    switch (test.type) {
      case "ExprBooleanLiteral":
        return test.value === "true";
      case "ExprNumberLiteral":
        return isNode(test.value) && test.value.type === "Int" ? test.value.value !== "0" : undefined;
      case "ExprUnaryOp": {
        const holds = test.op === "Not" ? this.isTrue(test.operand) : undefined;
        return holds === undefined ? undefined : !holds;
      }
      case "ExprBoolOp": {
        const parts = nodes(test.values).map((part) => this.isTrue(part));
        const decisive = test.op === "Or";
        if (parts.includes(decisive)) return decisive;
        return parts.includes(undefined) ? undefined : !decisive;
      }
      case "ExprName":
        return this.isTypeChecking(test) ? false : undefined;
      case "ExprAttribute":
        return isNode(test.value) && nameOf(test.value) === "typing" && nameOf(test.attr) === "TYPE_CHECKING"
          ? false
          : undefined;
      case "ExprCompare": {
        const operands = nodes(test.operands);
        const isNamed = operands.some((operand) => operand.type === "ExprName" && nameOf(operand.id) === "__name__");
        if (operands.length !== 2 || !isNamed || this.bindings.byName.has("__name__")) return undefined;
        if (!operands.some((operand) => textOf(operand) === "__main__")) return undefined;
        const [operator] = Array.isArray(test.ops) ? (test.ops as PythonValue[]) : [];
        return operator === "Eq" ? false : operator === "NotEq" ? true : undefined;
      }
      default:
        return undefined;
    }
  }

  private isTypeChecking({ id }: PythonNode): boolean {
    const found = this.bindings.byName.get("TYPE_CHECKING") ?? [];
    return nameOf(id) === "TYPE_CHECKING" && found.length > 0 && found.every(({ type }) => type === "Alias");
  }
}

/** A name that is not bound in the module may be one of Python's own. */
function orBuiltin(held: Held): Held {
  return held.kind === "nothing" || held.kind === "deleted" ? UNKNOWN : held;
}

function isStarred({ type }: PythonNode): boolean {
  return type === "ExprStarred";
}

function textOf(literal: PythonNode): string | undefined {
  const value = literal.type === "ExprStringLiteral" && isNode(literal.value) ? literal.value.inner : undefined;
  return isNode(value) && typeof value.value === "string" ? value.value : undefined;
}

function mentions(value: PythonValue | undefined, text: string): boolean {
  if (Array.isArray(value)) return value.some((item: PythonValue) => mentions(item, text));
  return isNode(value) ? Object.values(value).some((field) => mentions(field, text)) : value === text;
}
