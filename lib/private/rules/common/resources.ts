import type { ApplicationInsightsAttributes } from "../../../azure/azure-application-insights";
import type { ContainerRegistryAttributes } from "../../../azure/azure-container-registry";
import type { EventGridSystemTopicAttributes } from "../../../azure/azure-event-grid-system-topic";
import type { ServiceBusNamespaceAttributes } from "../../../azure/azure-service-bus-namespace";
import type { ServicePlanAttributes } from "../../../azure/azure-service-plan";
import type { StorageAccountAttributes } from "../../../azure/azure-storage-account";
import type { IdentityAttributes } from "../../../azure/identity-attributes";
import type { ResourceRule, TextRule } from "../../validation/inspector";
import type { Names } from "../../validation/options";
import { LOCATION } from "./common-props";
import { NAME_RULES } from "./names";

/** The text of a resource ID, as the provider reads it: upper and lower case count. */
function resourceId(provider: string, type: string): TextRule {
  const example = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/ml/providers/${provider}/${type}/ml`;
  const pattern = new RegExp(
    `^/subscriptions/[^/]+/resourceGroups/[^/\\s]+/providers/${provider.replace(".", "\\.")}/${type}/[^/\\s]+$`,
  );
  return {
    code: "resource-id",
    allowed: `a resource ID in the provider's spelling, such as ${example}`,
    remedy: "Give the resource's attribute id, or correct the text; upper and lower case count.",
    link: "https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourceid",
    example,
    test: (id) => pattern.test(id),
  };
}

/** A resource ID that is only handed on as the scope of a role. */
const ANY_ID: TextRule = {
  ...resourceId("Microsoft.ContainerRegistry", "registries"),
  test: (id) => /^\/[^/]/.test(id) && !/\s/.test(id),
};

const GUID: TextRule = {
  code: "guid",
  allowed: "a GUID such as 00000000-0000-0000-0000-000000000000",
  remedy: "Give the identity's attribute of this name, not its name or resource ID.",
  example: "00000000-0000-0000-0000-000000000000",
  test: (id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id),
};

const SECRET: TextRule = {
  code: "secret",
  allowed: "a text that is not empty",
  remedy: "Give the secret as a text, best as an attribute of a data source or as a sensitive Terraform variable.",
  example: "secret",
  secret: true,
  test: (secret) => secret.trim() !== "",
};

const SERVICE_URL: TextRule = {
  code: "service-url",
  allowed: "a URL that begins with https://",
  remedy: "Give the account's attribute of this name, or leave it out in the public cloud.",
  example: "https://mlstorage.blob.core.windows.net/",
  test: (url) => /^https:\/\/[^\s/@]+(\/\S*)?$/.test(url),
};

const LOGIN_SERVER: TextRule = {
  code: "registry-login-server",
  allowed: "a host name in lower case, without https://",
  remedy: "Give the registry's attribute loginServer, or leave it out in the public cloud.",
  example: "mlregistry.azurecr.io",
  test: (host) => /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/.test(host),
};

const USER_NAME: TextRule = {
  code: "registry-user",
  allowed: "the name of the registry's admin user",
  remedy: "Give the registry's attribute adminUsername, or leave it out: it is the registry's name.",
  example: "mlregistry",
  test: (name) => /^\S+$/.test(name),
};

/** Host and identity of a connection string are looked at by Azure alone. */
const TELEMETRY: TextRule = {
  ...SECRET,
  code: "application-insights-connection-string",
  allowed: "a connection string, which begins with InstrumentationKey=",
  remedy: "Give the component's attribute connectionString, not its key or ID.",
  link: "https://learn.microsoft.com/azure/azure-monitor/app/connection-strings",
  example: "InstrumentationKey=00000000-0000-0000-0000-000000000000",
  test: (text) => /(^|;)\s*InstrumentationKey=/i.test(text),
};

function fromAny(name: string): string {
  return `Give the provider's resource or data source, or ${name}.fromAttributes(…).`;
}

export const STORAGE_ACCOUNT: ResourceRule = {
  type: "azurerm_storage_account",
  remedy: fromAny("AzureStorageAccount"),
  required: { id: resourceId("Microsoft.Storage", "storageAccounts"), name: NAME_RULES.storageAccount },
  optional: {
    primaryBlobEndpoint: SERVICE_URL,
    primaryQueueEndpoint: SERVICE_URL,
    location: LOCATION,
    primaryAccessKey: SECRET,
    primaryConnectionString: SECRET,
  },
  names: {
    id: true,
    name: true,
    location: true,
    primaryAccessKey: true,
    primaryBlobEndpoint: true,
    primaryConnectionString: true,
    primaryQueueEndpoint: true,
  } satisfies Names<StorageAccountAttributes>,
};

export const CONTAINER_REGISTRY: ResourceRule = {
  type: "azurerm_container_registry",
  remedy: fromAny("AzureContainerRegistry"),
  required: {
    id: resourceId("Microsoft.ContainerRegistry", "registries"),
    name: NAME_RULES.containerRegistry,
    resourceGroupName: NAME_RULES.resourceGroup,
  },
  optional: { loginServer: LOGIN_SERVER, adminUsername: USER_NAME, adminPassword: SECRET },
  names: {
    id: true,
    name: true,
    resourceGroupName: true,
    adminPassword: true,
    adminUsername: true,
    loginServer: true,
    provider: true,
  } satisfies Names<ContainerRegistryAttributes>,
};

export const USER_ASSIGNED_IDENTITY: ResourceRule = {
  type: "azurerm_user_assigned_identity",
  remedy: fromAny("AzureIdentity"),
  required: {
    id: resourceId("Microsoft.ManagedIdentity", "userAssignedIdentities"),
    clientId: GUID,
    principalId: GUID,
  },
  names: { id: true, clientId: true, principalId: true } satisfies Names<IdentityAttributes>,
};

export const SERVICE_BUS_NAMESPACE: ResourceRule = {
  type: "azurerm_servicebus_namespace",
  remedy: fromAny("AzureServiceBusNamespace"),
  required: { id: resourceId("Microsoft.ServiceBus", "namespaces"), name: NAME_RULES.serviceBusNamespace },
  names: { id: true, name: true, sku: true } satisfies Names<ServiceBusNamespaceAttributes>,
};

export const EVENT_GRID_SYSTEM_TOPIC: ResourceRule = {
  type: "azurerm_eventgrid_system_topic",
  remedy: fromAny("AzureEventGridSystemTopic"),
  required: { name: NAME_RULES.systemTopic, resourceGroupName: NAME_RULES.resourceGroup },
  optional: { principalId: GUID },
  names: { name: true, resourceGroupName: true, principalId: true } satisfies Names<EventGridSystemTopicAttributes>,
};

export const APPLICATION_INSIGHTS: ResourceRule = {
  type: "azurerm_application_insights",
  remedy: fromAny("AzureApplicationInsights"),
  required: { id: ANY_ID, connectionString: TELEMETRY },
  names: { id: true, connectionString: true } satisfies Names<ApplicationInsightsAttributes>,
};

export const LOG_ANALYTICS_WORKSPACE: ResourceRule = {
  type: "azurerm_log_analytics_workspace",
  remedy: "Give the provider's resource or data source, or AzureLogAnalyticsWorkspace.fromId(…).",
  required: { id: resourceId("Microsoft.OperationalInsights", "workspaces") },
  names: { id: true } satisfies Names<{ readonly id: string }>,
};

export const SERVICE_PLAN: ResourceRule = {
  type: "azurerm_service_plan",
  remedy: fromAny("AzureServicePlan"),
  required: { id: resourceId("Microsoft.Web", "serverFarms") },
  names: { id: true, skuName: true, location: true, osType: true } satisfies Names<ServicePlanAttributes>,
};

export const TIERS_PAGE = "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-premium-messaging";
