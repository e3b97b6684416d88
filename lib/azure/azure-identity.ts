import type { DataAzurermUserAssignedIdentity } from "@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { readGivenIdentity, readIdentityName } from "../private/rules/azure-identity";
import { IDENTITY_ID } from "../private/stack/ids";
import { checkNameAtSynth, IN_RESOURCE_GROUP } from "../private/stack/unique-names";
import { brand } from "../private/validation/brand";
import { Inspector } from "../private/validation/inspector";
import type { IdentityAttributes } from "./identity-attributes";

/**
 * How an identity is made.
 */
export interface IdentityOptions {
  /**
   * Name of the identity.
   * @default - generated from the construct's path
   */
  readonly name?: string;
}

/**
 * A user-assigned managed identity: made by the library, or given by the user.
 */
export class AzureIdentity {
  /**
   * An identity of the app's own.
   * @param options how it is made
   */
  public static create(options: IdentityOptions = {}): AzureIdentity {
    return new AzureIdentity((inspector, scope, context) => {
      const name = readIdentityName(inspector, options);
      const identity = new UserAssignedIdentity(scope, IDENTITY_ID, {
        name: name ?? context.uniqueName("identity", 128),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        tags: context.tags,
      });
      checkNameAtSynth(identity, "access.identity.name", name, IN_RESOURCE_GROUP);
      return identity;
    });
  }

  /**
   * An identity that this or another stack of the app makes.
   * @param identity the provider's resource
   */
  public static fromResource(identity: UserAssignedIdentity): AzureIdentity {
    return new AzureIdentity((inspector) => readGivenIdentity(inspector, identity));
  }

  /**
   * An identity that Terraform reads.
   * @param identity the provider's data source
   */
  public static fromDataSource(identity: DataAzurermUserAssignedIdentity): AzureIdentity {
    return new AzureIdentity((inspector) => readGivenIdentity(inspector, identity));
  }

  /**
   * An identity that Terraform need not read.
   * @param attributes of the identity
   */
  public static fromAttributes(attributes: IdentityAttributes): AzureIdentity {
    return new AzureIdentity((inspector) => readGivenIdentity(inspector, attributes));
  }

  private constructor(
    private readonly resolve: (inspector: Inspector, scope: Construct, context: BindContext) => IdentityAttributes,
  ) {
    brand(this, "AzureIdentity");
  }

  /**
   * Makes the identity, or names the given one.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   */
  public bind(scope: Construct, context: BindContext): IdentityAttributes {
    const { id, clientId, principalId } = this.resolve(new Inspector(scope), scope, context);
    return { id, clientId, principalId };
  }
}
