import { AnnotationMetadataEntryType, type TerraformStack, Testing } from "cdktf";

/** Whatever Terraform takes as an argument. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- assertions reach deep into JSON
export type Block = any;

/** Blocks of one type, by name. */
interface Blocks {
  readonly [type: string]: { readonly [name: string]: Block };
}

/** A synthesized stack. References are readable: without the hashes that cdktf puts behind logical ids. */
export interface Synthesized {
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly locals: { readonly [name: string]: Block };
  readonly output: { readonly [name: string]: Block };
}

/** The JSON of a stack; throws what its synthesis refuses. */
export function synth(stack: TerraformStack): Synthesized {
  return readable(Testing.synth(stack));
}

/** The same of a stack's file. */
export function readable(text: string): Synthesized {
  const original = JSON.parse(text) as Partial<Synthesized>;
  const json = JSON.parse(text.replace(/_[0-9A-F]{8}\b/g, "")) as Partial<Synthesized>;
  // two names that differ by their hash alone would become one
  expect(addresses(json)).toHaveLength(addresses(original).length);
  return { resource: {}, data: {}, locals: {}, output: {}, ...json };
}

/** Address of each resource and data source, sorted: all that a stack would make and read. */
export function addresses({ resource = {}, data = {} }: Partial<Synthesized>): string[] {
  const of = (blocks: Blocks, prefix: string) =>
    Object.entries(blocks).flatMap(([type, named]) => Object.keys(named).map((name) => `${prefix}${type}.${name}`));
  return [...of(resource, ""), ...of(data, "data.")].sort();
}

/** Resources of a type, by name. */
export function all(json: Synthesized, type: string): { readonly [name: string]: Block } {
  return json.resource[type] ?? {};
}

/** The one resource of a type. */
export function only(json: Synthesized, type: string): Block {
  const found = Object.entries(all(json, type));
  expect(found.map(([name]) => `${type}.${name}`)).toHaveLength(1);
  return found[0]![1];
}

/** The one function app. */
export function functionApp(json: Synthesized): Block {
  return only(json, "azurerm_linux_function_app");
}

/** Role assignments as "role on scope", sorted. */
export function roles(json: Synthesized): string[] {
  return Object.values(all(json, "azurerm_role_assignment"))
    .map(({ role_definition_name: role, scope }) => `${role} on ${scope}`)
    .sort();
}

/** Warnings that a synthesis of the stack prints, in the order of the construct tree. */
export function warnings(stack: TerraformStack): string[] {
  return stack.node.findAll().flatMap(({ node }) => {
    return node.metadata
      .filter(({ type }) => (type as AnnotationMetadataEntryType) === AnnotationMetadataEntryType.WARN)
      .map(({ data }) => data as string);
  });
}
