import { TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { TreeQuery } from "../validation/checks";
import { checkAtSynth } from "../validation/inspector";
import { resolvedText } from "./shared";

/** Where Azure tells the names of a kind of resource apart. */
export interface NamePlace {
  /** The resource's attribute that names the place; undefined for all of Azure. */
  readonly within?: string;
  readonly remedy: string;
}

const RENAME = "Give each a name of its own, or leave it out for a generated one.";
const IN_AZURE: NamePlace = { remedy: RENAME };
export const IN_RESOURCE_GROUP: NamePlace = { within: "resourceGroupNameInput", remedy: RENAME };

/** Types of resources that share one space of names. */
const SPACES = {
  apps: ["linux_function_app", "windows_function_app", "linux_web_app", "windows_web_app"],
  messages: ["servicebus_queue", "servicebus_topic"],
};
const SPACE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(SPACES).flatMap(([space, types]) => types.map((type) => [`azurerm_${type}`, space])),
);

const CHECKED = Symbol.for("cdktf-azure-ml-functions.name-checked");

/**
 * Checks, when the stack is synthesized, that no other resource of it has the name, the user's own included: Azure would
 * refuse the second one in the middle of the deployment.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 * @param prop that the name was given in
 * @param given the name as it was given; a generated one needs no check, nor does the stand-in of a refused one
 */
export function checkNameAtSynth(
  resource: TerraformResource,
  prop: string,
  given: string | undefined,
  place = IN_AZURE,
): void {
  if (given === undefined) return;
  Object.defineProperty(resource, CHECKED, { value: true });
  checkAtSynth(resource, (inspector, survey) => {
    const named = survey.in(TerraformStack.of(resource), namedResources);
    const other = namedByReference(resource, named) ?? namesakeOf(resource, place, named);
    if (other === undefined) return;
    inspector.refuse({
      code: "name-twice",
      prop,
      value: given,
      message: `a name that ${other.node.path} has not: it is unique in ${place.within === undefined ? "all of Azure" : "the place where both lie"}`,
      remedy: place.remedy,
      link: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
    });
  });
}

/** Resources by type and name, in the order of the construct tree. */
type Named = ReadonlyMap<string, readonly TerraformResource[]>;

const namedResources: TreeQuery<Named> = (constructs) => {
  const found = new Map<string, TerraformResource[]>();
  for (const construct of constructs) {
    const key = keyOf(construct);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), construct as TerraformResource]);
  }
  return found;
};

/** The resource whose own name was given. */
function namedByReference(resource: TerraformResource, named: Named): TerraformResource | undefined {
  const { terraformResourceType: type } = resource;
  const name = textOf(resource, inputOf(resource, "nameInput"));
  const [, id] = new RegExp(`^\\$\\{${type}\\.([\\w-]+)\\.name\\}$`).exec(String(name)) ?? [];
  if (id === undefined) return undefined;
  const all = [...named.values()].flat();
  return all.find((one) => one.terraformResourceType === type && one.friendlyUniqueId === id);
}

function namesakeOf(resource: TerraformResource, place: NamePlace, named: Named): TerraformResource | undefined {
  const namesakes = named.get(keyOf(resource) ?? "") ?? [];
  const own = placeOf(resource, place);
  return rivalOf(
    resource,
    namesakes.filter((other) => placeOf(other, place) === own),
    CHECKED,
  );
}

/**
 * One of the other resources that want what Azure has once: of two that are both checked, the later one is told of.
 *
 * @param all of them, in the order of the construct tree
 * @param checked marks those that are checked themselves
 */
export function rivalOf<T extends IConstruct>(resource: T, all: readonly T[], checked: symbol): T | undefined {
  return all.find((other, i) => other !== resource && (!(checked in other) || i < all.indexOf(resource)));
}

function keyOf(construct: IConstruct): string | undefined {
  if (!TerraformResource.isTerraformResource(construct)) return undefined;
  const { terraformResourceType: type } = construct;
  const name = inputOf(construct, "nameInput");
  // what only Terraform knows is the same where it is the same expression
  return typeof name === "string" ? `${SPACE_OF.get(type) ?? type} ${name.toLowerCase()}` : undefined;
}

function placeOf(resource: TerraformResource, { within }: NamePlace): unknown {
  const text = within === undefined ? undefined : textOf(resource, inputOf(resource, within));
  return typeof text === "string" ? text.toLowerCase() : text;
}

function textOf(resource: TerraformResource, value: unknown): unknown {
  return typeof value === "string" ? resolvedText(TerraformStack.of(resource), value) : value;
}

function inputOf(resource: TerraformResource, attribute: string): unknown {
  return (resource as unknown as { readonly [attribute: string]: unknown })[attribute];
}
