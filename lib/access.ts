import type { Construct } from "constructs";
import { AzureIdentity } from "./azure/azure-identity";
import type { IdentityAttributes } from "./azure/identity-attributes";
import type { BindContext } from "./bind-context";
import { readManagedIdentityAccess } from "./private/rules/access";
import { brand, hasBrand } from "./private/validation/brand";
import { Inspector } from "./private/validation/inspector";

/**
 * The managed identity of an app.
 */
export interface ManagedIdentityAccessOptions {
  /**
   * The user-assigned identity.
   * @default - the app gets one of its own
   */
  readonly identity?: AzureIdentity;

  /**
   * Whether the roles that the identity needs are assigned. That takes Owner or User Access Administrator: switch it off
   * where a platform team assigns roles.
   * @default true
   */
  readonly assignRoles?: boolean;
}

/**
 * How the app authenticates, as the function app needs to know it.
 */
export interface AccessConfig {
  /**
   * The identity of the app.
   * @default - none: the app uses shared keys
   */
  readonly identity?: IdentityAttributes;

  /** Whether the roles that the identity needs are assigned. */
  readonly assignRoles: boolean;
}

/**
 * How the app authenticates to its registry, its storage and its trigger.
 */
export abstract class Access {
  /**
   * As a user-assigned managed identity with the roles it needs, and no key anywhere.
   * @param options identity and roles
   */
  public static managedIdentity(options: ManagedIdentityAccessOptions = {}): Access {
    return new ManagedIdentityAccess(options);
  }

  /**
   * With the registry's admin user and with connection strings, which lie in the app's settings and in Terraform's state.
   * For subscriptions where nobody may assign roles.
   */
  public static sharedKeys(): Access {
    return new SharedKeyAccess();
  }

  /**
   * Whether a value is an `Access`.
   * @param value anything
   */
  public static isAccess(value: unknown): boolean {
    return hasBrand(value, "Access");
  }

  protected constructor() {
    brand(this, "Access");
  }

  /**
   * Makes or names the identity.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app, its identity excepted
   */
  public abstract bind(scope: Construct, context: BindContext): AccessConfig;
}

class ManagedIdentityAccess extends Access {
  public constructor(private readonly options: ManagedIdentityAccessOptions) {
    super();
  }

  public bind(scope: Construct, context: BindContext): AccessConfig {
    const { identity, assignRoles } = readManagedIdentityAccess(new Inspector(scope), this.options);
    return { identity: (identity ?? AzureIdentity.create()).bind(scope, context), assignRoles };
  }
}

class SharedKeyAccess extends Access {
  public constructor() {
    super();
  }

  public bind(_scope: Construct, _context: BindContext): AccessConfig {
    return { assignRoles: false };
  }
}
