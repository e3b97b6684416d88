import { TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { resolvedText } from "./references";
import { check, type Look } from "./validation";

/** Resources that Azure tells apart by name, and the attribute that names what they are told apart in. */
interface Kind {
  readonly types: readonly string[];
  /** Undefined for all of Azure. */
  readonly within?: string;
  readonly remedy: string;
}

const RENAME = "Give each a name of its own, or leave it out for a generated one.";

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const KINDS: readonly Kind[] = [
  {
    types: ["linux_function_app", "windows_function_app", "linux_web_app", "windows_web_app"],
    remedy: RENAME,
  },
  { types: ["storage_account"], remedy: RENAME },
  { types: ["container_registry"], remedy: RENAME },
  { types: ["servicebus_namespace"], remedy: RENAME },
  { types: ["service_plan"], within: "resourceGroupNameInput", remedy: RENAME },
  { types: ["user_assigned_identity"], within: "resourceGroupNameInput", remedy: RENAME },
  { types: ["log_analytics_workspace"], within: "resourceGroupNameInput", remedy: RENAME },
  {
    types: ["storage_container"],
    within: "storageAccountIdInput",
    remedy: "Switch off createContainers, as the container is made already.",
  },
  {
    types: ["servicebus_queue"],
    within: "namespaceIdInput",
    remedy: "Switch off createQueues, as the queue is made already.",
  },
];

const KIND_OF: ReadonlyMap<string, Kind> = new Map(
  KINDS.flatMap((kind) => kind.types.map((type) => [`azurerm_${type}`, kind])),
);

const CHECKED = new WeakSet<TerraformResource>();

/**
 * Checks, when the stack is synthesized, that no other resource of it has the name, the user's own included: Azure would
 * refuse the second one in the middle of the deployment.
 *
 * @param prop that the name was given in
 * @param given the name as it was given; a generated one needs no check, nor does the stand-in of a refused one
 */
export function needUniqueName(resource: TerraformResource, prop: string, given: string | undefined): void {
  if (given === undefined || inputOf(resource, "nameInput") !== given) return;
  CHECKED.add(resource);
  check(resource, (inspector, survey) => {
    const named = survey.in(TerraformStack.of(resource), namedResources);
    const kind = KIND_OF.get(resource.terraformResourceType)!;
    const other = namedByReference(resource, named) ?? namesakeOf(resource, kind, named);
    if (other === undefined) return;
    inspector.reject({
      code: "name-twice",
      prop,
      value: given,
      message: `a name that ${other.node.path} has not: it is unique in ${kind.within === undefined ? "all of Azure" : "the place where both lie"}`,
      remedy: kind.remedy,
      link: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
    });
  });
}

/** Resources by kind and name, in the order of the construct tree. */
type Named = ReadonlyMap<string, readonly TerraformResource[]>;

const namedResources: Look<Named> = (constructs) => {
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

function namesakeOf(resource: TerraformResource, kind: Kind, named: Named): TerraformResource | undefined {
  const namesakes = named.get(keyOf(resource) ?? "") ?? [];
  return namesakes.find((other, index) => {
    // of two that are both checked, the later one is told of
    const counts = other !== resource && (!CHECKED.has(other) || index < namesakes.indexOf(resource));
    return counts && placeOf(other, kind) === placeOf(resource, kind);
  });
}

function keyOf(construct: IConstruct): string | undefined {
  if (!TerraformResource.isTerraformResource(construct)) return undefined;
  const kind = KIND_OF.get(construct.terraformResourceType);
  const name = inputOf(construct, "nameInput");
  // what only Terraform knows is the same where it is the same expression
  return kind && typeof name === "string" ? `${kind.types[0]} ${name.toLowerCase()}` : undefined;
}

function placeOf(resource: TerraformResource, { within }: Kind): unknown {
  const text = within === undefined ? undefined : textOf(resource, inputOf(resource, within));
  return typeof text === "string" ? text.toLowerCase() : text;
}

function textOf(resource: TerraformResource, value: unknown): unknown {
  return typeof value === "string" ? resolvedText(TerraformStack.of(resource), value) : value;
}

function inputOf(resource: TerraformResource, attribute: string): unknown {
  return (resource as unknown as { readonly [attribute: string]: unknown })[attribute];
}
