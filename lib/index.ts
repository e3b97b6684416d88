export * from "./access";
export * from "./azure/azure-application-insights";
export * from "./azure/azure-container-registry";
export * from "./azure/azure-event-grid-system-topic";
export * from "./azure/azure-identity";
export * from "./azure/azure-log-analytics-workspace";
export * from "./azure/azure-resource-group";
export * from "./azure/azure-service-bus-namespace";
export * from "./azure/azure-service-plan";
export * from "./azure/azure-storage-account";
export * from "./azure/identity-attributes";
export * from "./bind-context";
export type { AcrTaskBuilderOptions } from "./builders/acr-task";
export type { BuildSecret, DockerBuilderOptions } from "./builders/docker";
export {
  ContextFormat,
  type ImageBuilderConfig,
  type ImageBuildOptions,
  type ImageBuildRequest,
} from "./builders/image-build";
export * from "./container-image";
export * from "./environment";
export * from "./errors";
export * from "./hosting/hosting";
export * from "./image-builder";
export * from "./inference-config";
export * from "./ml-function-app";
export * from "./model";
export * from "./model-image";
export * from "./model-options";
export * from "./monitoring";
export * from "./trigger";
export * from "./triggers/blob";
export { BlobSource, type EventGridBlobSourceOptions } from "./triggers/blob-source";
export * from "./triggers/http";
export * from "./triggers/queue";
export type { ServiceBusTriggerProps } from "./triggers/service-bus";
export * from "./triggers/service-bus-queue";
export * from "./triggers/service-bus-topic";
export * from "./triggers/subscription-filter";
export * from "./triggers/storage-queue";
