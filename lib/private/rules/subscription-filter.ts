import type { CorrelationFilterOptions, SubscriptionFilter } from "../../triggers/subscription-filter";
import type { Inspector, TextRule } from "../validation/inspector";
import { asMap, isMapToken, isToken, templateProblem, TEMPLATES_PAGE } from "../validation/tokens";
import { readOptionalPart } from "./common/parts";

/** Attributes of the provider's rule. */
export type SubscriptionRule =
  | { readonly filterType: "SqlFilter"; readonly sqlFilter: string }
  | { readonly filterType: "CorrelationFilter"; readonly correlationFilter: CorrelationFilterOptions };

const ALL_MESSAGES: SubscriptionRule = { filterType: "SqlFilter", sqlFilter: "1=1" };

/** The rule that a filter is; one that takes all without. */
export function readSubscriptionFilter(inspector: Inspector, given: SubscriptionFilter | undefined): SubscriptionRule {
  const filter = readOptionalPart(inspector, "filter", given, "SubscriptionFilter");
  if (filter === undefined) return ALL_MESSAGES;
  const { _sql: sql, _correlation: correlation } = filter;
  if (correlation === undefined)
    return { filterType: "SqlFilter", sqlFilter: inspector.text("filter", sql, CONDITION) };
  const correlationFilter = readCorrelation(inspector, correlation);
  return correlationFilter === undefined ? ALL_MESSAGES : { filterType: "CorrelationFilter", correlationFilter };
}

/** A text by which two rules are seen to be the same; undefined where Terraform alone knows. */
export function comparable(rule: SubscriptionRule): string | undefined {
  const isKnown = rule.filterType === "SqlFilter" || !isMapToken(rule.correlationFilter.properties);
  const text = isKnown ? JSON.stringify(rule) : undefined;
  return isToken(text) ? undefined : text;
}

/** Undefined for one that compares nothing. */
function readCorrelation(inspector: Inspector, given: CorrelationFilterOptions): CorrelationFilterOptions | undefined {
  const before = inspector.breaches.length;
  const props = inspector.struct("filter", given, {
    contentType: true,
    correlationId: true,
    label: true,
    messageId: true,
    properties: true,
    replyTo: true,
    replyToSessionId: true,
    sessionId: true,
    to: true,
  });
  const text = (name: Exclude<keyof CorrelationFilterOptions, "properties">) => {
    return inspector.optionalText(`filter.${name}`, props[name], COMPARED);
  };
  const filter: CorrelationFilterOptions = {
    correlationId: text("correlationId"),
    contentType: text("contentType"),
    label: text("label"),
    messageId: text("messageId"),
    replyTo: text("replyTo"),
    replyToSessionId: text("replyToSessionId"),
    sessionId: text("sessionId"),
    to: text("to"),
    properties: readProperties(inspector, props.properties),
  };
  if (Object.values(filter).some((value) => value !== undefined)) return filter;
  if (inspector.breaches.length === before) {
    inspector.refuse({
      code: "subscription-filter",
      prop: "filter",
      value: given,
      message: "at least one property that messages have to be equal to",
      remedy: "Name one, such as label, or leave out the filter: all messages are taken then.",
      link: CORRELATION_PAGE,
    });
  }
  return undefined;
}

type Properties = CorrelationFilterOptions["properties"];

/** Undefined for none. */
function readProperties(inspector: Inspector, given: Properties): Properties {
  if (given === undefined || isMapToken(given)) return asMap(given);
  // in the order of their names, so that two filters that say the same are the same
  const entries = Object.entries(inspector.struct("filter.properties", given, undefined)).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const prop = `filter.properties[${JSON.stringify(name)}]`;
      const problem = templateProblem(name);
      if (problem !== undefined) {
        inspector.refuse({ code: "template", prop, value: name, ...problem, link: TEMPLATES_PAGE });
        return [COMPARED.example, COMPARED.example];
      }
      inspector.text(`${prop} (name)`, name, COMPARED);
      return [name, inspector.text(prop, value, COMPARED)];
    }),
  );
}

const CORRELATION_PAGE = "https://learn.microsoft.com/azure/service-bus-messaging/topic-filters#correlation-filters";

/** Longest condition, in bytes. */
const LONGEST_CONDITION = 1024;

const CONDITION: TextRule = {
  code: "subscription-filter",
  allowed: `a condition of 1 to ${LONGEST_CONDITION} bytes`,
  remedy: "Give one such as sys.Label = 'claim', or leave out the filter: all messages are taken then.",
  link: "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas#messaging-quotas",
  example: "1=1",
  test: (condition) => condition.trim() !== "" && Buffer.byteLength(condition) <= LONGEST_CONDITION,
};

const COMPARED: TextRule = {
  code: "subscription-filter",
  allowed: "a text that is not empty",
  remedy: "Give a text. SubscriptionFilter.sql(…) compares numbers, dates and empty texts.",
  link: CORRELATION_PAGE,
  example: "claim",
  test: (text) => text !== "",
};
