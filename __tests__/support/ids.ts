/** IDs in the form that the provider takes. */
function resource(type: string, name: string): string {
  return `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shared/providers/${type}/${name}`;
}

export const ids = {
  plan: resource("Microsoft.Web/serverFarms", "plan"),
  otherPlan: resource("Microsoft.Web/serverFarms", "other"),
  storage: resource("Microsoft.Storage/storageAccounts", "given"),
  registry: resource("Microsoft.ContainerRegistry/registries", "given"),
  serviceBus: resource("Microsoft.ServiceBus/namespaces", "given-bus"),
  workspace: resource("Microsoft.OperationalInsights/workspaces", "given"),
  identity: resource("Microsoft.ManagedIdentity/userAssignedIdentities", "given"),
  client: "11111111-1111-1111-1111-111111111111",
  principal: "22222222-2222-2222-2222-222222222222",
};
