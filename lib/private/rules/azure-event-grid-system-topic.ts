import type { EventgridSystemTopic } from "@cdktf/provider-azurerm/lib/eventgrid-system-topic";
import { TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type {
  EventGridSystemTopicAttributes,
  EventGridSystemTopicOptions,
} from "../../azure/azure-event-grid-system-topic";
import { resolvedInApp, resolvedText } from "../stack/shared";
import { rivalOf } from "../stack/unique-names";
import type { TreeQuery } from "../validation/checks";
import { checkAtSynth, type Inspector } from "../validation/inspector";
import { isToken } from "../validation/tokens";
import { NAME_RULES, readName } from "./common/names";
import { EVENT_GRID_SYSTEM_TOPIC } from "./common/resources";

const PROP = "source.systemTopic";
const SYSTEM_TOPICS = "https://learn.microsoft.com/azure/event-grid/system-topics";

/** @returns the name that was given; undefined where one is generated */
export function readSystemTopicName(inspector: Inspector, given: EventGridSystemTopicOptions): string | undefined {
  return readName(
    inspector,
    `${PROP}.name`,
    inspector.struct(PROP, given, { name: true }).name,
    NAME_RULES.systemTopic,
  );
}

/** A topic that the library does not make. */
export function readGivenSystemTopic(
  inspector: Inspector,
  given: { readonly name: string; readonly resourceGroupName: string },
): EventGridSystemTopicAttributes {
  const { name, resourceGroupName, principalId } = inspector.resource<EventGridSystemTopicAttributes>(
    PROP,
    given,
    EVENT_GRID_SYSTEM_TOPIC,
  );
  return { name, resourceGroupName, principalId };
}

/**
 * The same of a resource, whose identity is that of its block.
 *
 * @param accountId what it has to be the topic of, in the app's stack
 */
export function readSystemTopicResource(
  inspector: Inspector,
  given: EventgridSystemTopic,
  stack: TerraformStack,
  accountId: string,
): EventGridSystemTopicAttributes {
  const topic = readGivenSystemTopic(inspector, given);
  if (!TerraformResource.isTerraformResource(given)) return topic;
  const source = sourceOf(given);
  if (source !== undefined && areDifferent(source, accountText(stack, accountId))) {
    inspector.refuse({
      code: "system-topic-account",
      prop: `${PROP}.sourceResourceId`,
      value: given.sourceResourceIdInput,
      message: "the account that holds the blobs, as the topic tells of no other one",
      remedy: "Give the topic of that account, or leave it out: one is made.",
      link: SYSTEM_TOPICS,
    });
  }
  const { type } = given.identityInput ?? {};
  const hasIdentity = type !== undefined && (isToken(type) || type.includes("SystemAssigned"));
  return { ...topic, principalId: hasIdentity ? given.identity.principalId : undefined };
}

const MADE = Symbol.for("cdktf-azure-ml-functions.system-topic-made");
const ANOTHER = "Make the topic once, and give it to all: AzureEventGridSystemTopic.fromResource(topic).";

/** Checks, when the app is synthesized, that a topic which the library makes is the only one of its account. */
export function checkOnlyTopicAtSynth(made: EventgridSystemTopic): void {
  Object.defineProperty(made, MADE, { value: true });
  checkAtSynth(made, (inspector, survey) => {
    const topics = survey.in(made.node.root, topicsByAccount).get(sourceOf(made)) ?? [];
    const other = rivalOf(made, topics, MADE);
    if (other === undefined) return;
    inspector.refuse({
      code: "system-topic-twice",
      prop: PROP,
      value: undefined,
      message: `the topic ${other.node.path}, as a storage account has one`,
      remedy: ANOTHER,
      link: SYSTEM_TOPICS,
    });
  });
}

/**
 * Judges a topic that another app of the stack may have had made already.
 *
 * @param name that this app wants
 */
export function judgeSharedTopic(inspector: Inspector, topic: EventgridSystemTopic, name: string): void {
  const stack = TerraformStack.of(topic);
  const known = topic.nameInput;
  if (known === undefined || resolvedText(stack, known) === resolvedText(stack, name)) return;
  inspector.refuse({
    code: "system-topic-twice",
    prop: `${PROP}.name`,
    value: name,
    message: `the same name as with the other app that watches the account, ${known}, as a storage account has one topic`,
    remedy: "Give both apps the same name, or leave it out in both.",
    link: SYSTEM_TOPICS,
  });
}

const topicsByAccount: TreeQuery<ReadonlyMap<string | undefined, readonly EventgridSystemTopic[]>> = (constructs) => {
  const found = new Map<string | undefined, EventgridSystemTopic[]>();
  for (const construct of constructs.filter(isSystemTopic)) {
    const source = sourceOf(construct);
    found.set(source, [...(found.get(source) ?? []), construct]);
  }
  return found;
};

function isSystemTopic(construct: IConstruct): construct is EventgridSystemTopic {
  const { type } = EVENT_GRID_SYSTEM_TOPIC;
  return TerraformResource.isTerraformResource(construct) && construct.terraformResourceType === type;
}

/** The account of a topic, as a text that is the same in all stacks. */
function sourceOf(topic: EventgridSystemTopic): string | undefined {
  const id = topic.sourceResourceIdInput ?? topic.sourceArmResourceIdInput;
  return id === undefined ? undefined : accountText(TerraformStack.of(topic), id);
}

function accountText(stack: TerraformStack, id: string): string {
  const text = resolvedInApp(stack, id);
  return text.includes("${") ? text : text.toLowerCase();
}

/** Whether two texts are sure to be of different accounts: an ID may be one's that a reference stands for. */
function areDifferent(one: string, other: string): boolean {
  const isLiteral = (text: string) => !text.includes("${");
  const isOfResource = (text: string) => /(^| )\$\{azurerm_storage_account\.[\w-]+\.id\}$/.test(text);
  return one !== other && [isLiteral, isOfResource].some((is) => is(one) && is(other));
}
