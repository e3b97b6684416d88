import {
  LinuxFunctionApp,
  type LinuxFunctionAppConfig,
  type LinuxFunctionAppSiteConfig,
} from "@cdktf/provider-azurerm/lib/linux-function-app";
import { Fn, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { readAlwaysOn } from "../private/rules/app-service";
import { checkIdAtSynth } from "../private/stack/providers";
import { Inspector } from "../private/validation/inspector";
import { asText, isMapToken } from "../private/validation/tokens";
import type { AppDescription, AppHost, HostedApp } from "./app-host";

/** App Service: function apps on Dedicated and Elastic Premium plans. */
export const APP_SERVICE: AppHost = {
  make(scope: Construct, app: AppDescription): HostedApp {
    const resource = new LinuxFunctionApp(scope, "Resource", {
      name: app.name,
      resourceGroupName: app.resourceGroupName,
      location: app.hosting.location ?? app.location,
      servicePlanId: app.hosting.servicePlanId,
      ...storageAccess(app),
      httpsOnly: true,
      functionsExtensionVersion: "~4",
      // contentShareForceDisabled is left out: the provider (4.55.0) does not read it back, so each plan would change it
      // true would write the storage key into a setting of version 1 of the host
      builtinLoggingEnabled: false,
      ftpPublishBasicAuthenticationEnabled: false,
      webdeployPublishBasicAuthenticationEnabled: false,
      ...identity(app),
      siteConfig: {
        alwaysOn: readAlwaysOn(new Inspector(scope), app),
        minimumTlsVersion: "1.2",
        scmMinimumTlsVersion: "1.2",
        ftpsState: "Disabled",
        http2Enabled: true,
        healthCheckPath: app.healthPath,
        healthCheckEvictionTimeInMin: app.healthEvictionMinutes,
        applicationInsightsConnectionString: app.telemetry,
        ...app.hosting.elasticScale,
        ...pullAccess(app),
      },
      appSettings: appSettings(app),
      tags: app.tags,
      dependsOn: app.dependencies,
    });
    checkIdAtSynth(resource);
    return { resource, name: resource.name, hostname: resource.defaultHostname };
  },
};

function storageAccess({ identity, hostStorage }: AppDescription): Partial<LinuxFunctionAppConfig> {
  return identity === undefined
    ? { storageAccountName: hostStorage.name, storageAccountAccessKey: hostStorage.primaryAccessKey }
    : { storageAccountName: hostStorage.name, storageUsesManagedIdentity: true };
}

function identity({ identity }: AppDescription): Partial<LinuxFunctionAppConfig> {
  if (identity === undefined) return {};
  return {
    identity: { type: "UserAssigned", identityIds: [identity.id] },
    keyVaultReferenceIdentityId: identity.id,
  };
}

function pullAccess({ identity, image }: AppDescription): Partial<LinuxFunctionAppSiteConfig> {
  const docker = {
    // with its scheme: without, Azure may hand it back empty, which is a change at every plan
    registryUrl: `https://${image.registryHost}`,
    imageName: image.imageName,
    imageTag: image.imageTag,
    registryUsername: image.credentials?.username,
    registryPassword: image.credentials?.password,
  };
  return {
    applicationStack: { docker: [docker] },
    ...(image.pullsAsIdentity && identity !== undefined
      ? { containerRegistryUseManagedIdentity: true, containerRegistryManagedIdentityClientId: identity.clientId }
      : {}),
  };
}

function appSettings(app: AppDescription): { [name: string]: string } {
  const { user, parts, runtime } = app.settings;
  const ours = {
    ...parts,
    // true or missing mounts a share over /home, where the functions are
    WEBSITES_ENABLE_APP_SERVICE_STORAGE: "false",
    WEBSITES_CONTAINER_START_TIME_LIMIT: Tokenization.stringifyNumber(app.startTimeLimitSeconds),
    ...runtime,
  };
  if (!isMapToken(user)) return { ...user, ...ours };
  const texts = Object.fromEntries(Object.entries(ours).map(([name, text]) => [name, asText(text)]));
  return Token.asStringMap(Fn.merge([user, texts]));
}
