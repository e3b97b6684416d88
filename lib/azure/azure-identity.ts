import type { DataAzurermUserAssignedIdentity } from "@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { Construct } from "constructs";
import type { BindContext } from "../bind-context";
import { NAME_RULES } from "../private/names";
import { Inspector } from "../private/validation";
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
    return new AzureIdentity((scope, context) => {
      const name = new Inspector(scope).optionalText("identity.name", options.name, NAME_RULES.identity);
      return new UserAssignedIdentity(scope, "Identity", {
        name: name ?? context.uniqueName("identity", 128),
        resourceGroupName: context.resourceGroupName,
        location: context.location,
        tags: context.tags,
      });
    });
  }

  /**
   * @param identity the provider's resource
   */
  public static fromResource(identity: UserAssignedIdentity): AzureIdentity {
    return new AzureIdentity(() => identity);
  }

  /**
   * @param identity the provider's data source
   */
  public static fromDataSource(identity: DataAzurermUserAssignedIdentity): AzureIdentity {
    return new AzureIdentity(() => identity);
  }

  /**
   * @param attributes of an identity that Terraform need not read
   */
  public static fromAttributes(attributes: IdentityAttributes): AzureIdentity {
    return new AzureIdentity(() => attributes);
  }

  private constructor(private readonly resolve: (scope: Construct, context: BindContext) => IdentityAttributes) {}

  /**
   * Makes the identity, or names the given one.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   */
  public bind(scope: Construct, context: BindContext): IdentityAttributes {
    const { id, clientId, principalId } = this.resolve(scope, context);
    return { id, clientId, principalId };
  }
}
