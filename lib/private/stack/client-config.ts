import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

const ID = "MlFunctionsClientConfig";

/** Who runs Terraform, and in which subscription: read once a stack, however many apps ask. */
export function clientConfigOf(scope: IConstruct): DataAzurermClientConfig {
  const stack = TerraformStack.of(scope);
  const known = stack.node.tryFindChild(ID) as DataAzurermClientConfig | undefined;
  return known ?? new DataAzurermClientConfig(stack, ID);
}
