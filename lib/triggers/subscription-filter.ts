import { brand, hasBrand } from "../private/validation/brand";

/**
 * What a message has to be equal to, all of it. Upper and lower case count.
 */
export interface CorrelationFilterOptions {
  /**
   * Correlation ID of the message.
   * @default - any
   */
  readonly correlationId?: string;

  /**
   * Content type of the message.
   * @default - any
   */
  readonly contentType?: string;

  /**
   * Label of the message, which newer SDKs call its subject.
   * @default - any
   */
  readonly label?: string;

  /**
   * ID of the message.
   * @default - any
   */
  readonly messageId?: string;

  /**
   * Where the sender wants an answer.
   * @default - any
   */
  readonly replyTo?: string;

  /**
   * Session in which the sender wants an answer.
   * @default - any
   */
  readonly replyToSessionId?: string;

  /**
   * Session of the message.
   * @default - any
   */
  readonly sessionId?: string;

  /**
   * Where the message is sent to.
   * @default - any
   */
  readonly to?: string;

  /**
   * Application properties of the message that are texts, by their names. For numbers and dates take `SubscriptionFilter.sql`.
   * @default - any
   */
  readonly properties?: { readonly [name: string]: string };
}

/**
 * Which messages of a topic reach a subscription.
 * @see https://learn.microsoft.com/azure/service-bus-messaging/topic-filters
 */
export class SubscriptionFilter {
  /**
   * Messages for which a condition is true, such as `sys.Label = 'claim' AND amount > 100`.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-sql-filter
   * @param expression of at most 1024 bytes
   */
  public static sql(expression: string): SubscriptionFilter {
    return new SubscriptionFilter(expression, undefined);
  }

  /**
   * Messages with some properties, of which one has to be named at least. Service Bus finds them faster than with a condition.
   * @see https://learn.microsoft.com/azure/service-bus-messaging/topic-filters#correlation-filters
   * @param properties what they have to be equal to
   */
  public static correlation(properties: CorrelationFilterOptions): SubscriptionFilter {
    return new SubscriptionFilter(undefined, properties);
  }

  /**
   * Whether a value is a `SubscriptionFilter`.
   * @param value anything
   */
  public static isSubscriptionFilter(value: unknown): boolean {
    return hasBrand(value, "SubscriptionFilter");
  }

  private constructor(
    /** @internal */
    public readonly _sql: string | undefined,
    /** @internal */
    public readonly _correlation: CorrelationFilterOptions | undefined,
  ) {
    brand(this, "SubscriptionFilter");
  }
}
