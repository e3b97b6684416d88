import type { EventgridSystemTopic } from "@cdktf/provider-azurerm/lib/eventgrid-system-topic";
import type {
  EventGridSystemTopicAttributes,
  EventGridSystemTopicOptions,
} from "../../azure/azure-event-grid-system-topic";
import type { Inspector } from "../validation/inspector";
import { NAME_RULES, readName } from "./common/names";
import { EVENT_GRID_SYSTEM_TOPIC } from "./common/resources";

const PROP = "source.systemTopic";

/** @returns the name that was given; undefined where one is generated */
export function readSystemTopicName(inspector: Inspector, given: EventGridSystemTopicOptions): string | undefined {
  return readName(inspector, `${PROP}.name`, inspector.struct(PROP, given).name, NAME_RULES.systemTopic);
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

/** The same of a resource, whose identity is that of its block. */
export function readSystemTopicResource(
  inspector: Inspector,
  given: EventgridSystemTopic,
): EventGridSystemTopicAttributes {
  const topic = readGivenSystemTopic(inspector, given);
  const block = given?.identityInput;
  return { ...topic, principalId: block === undefined ? undefined : given.identity.principalId };
}
