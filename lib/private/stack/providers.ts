import {
  TerraformDataSource,
  type TerraformElement,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import { applyAspects, type Survey } from "../validation/checks";
import { checkAtSynth, type RawRefusal } from "../validation/inspector";
import { isToken } from "../validation/tokens";

interface Provider {
  readonly label: string;
  readonly construct: string;
}

const AZURERM: Provider = { label: "azurerm", construct: "AzurermProvider" };
const DOCKER: Provider = { label: "docker", construct: "DockerProvider" };

const PROVIDER_PAGE = "https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs";

/** What Terraform gets of a provider, resolved apart from what it alone knows. */
type Configuration = { readonly [argument: string]: unknown };

/**
 * Judges providers when the stack is synthesized. What is wrong before the aspects of the stack may be right after them: an
 * aspect may give a provider its arguments, and all resources a provider with an alias.
 */
function checkProvidersAtSynth(scope: IConstruct, judge: (survey: Survey) => RawRefusal | undefined): void {
  checkAtSynth(scope, (inspector, survey) => {
    if (judge(survey) === undefined) return;
    const refusal = judge(survey.in(TerraformStack.of(scope), applyAspects));
    if (refusal !== undefined) inspector.refuse(refusal);
  });
}

/** Checks, when the stack is synthesized, that its azurerm provider is there and complete. */
export function checkAzurermAtSynth(scope: IConstruct): void {
  checkProvidersAtSynth(scope, (survey) => {
    const serving = configurationsFor(survey, scope, AZURERM);
    if (serving.length === 0) return missing(AZURERM);
    const isEmpty = ({ features }: Configuration) => {
      return features === undefined || (Array.isArray(features) && features.length === 0);
    };
    const without = serving.find(isEmpty);
    if (without === undefined) return undefined;
    return {
      code: "provider-features",
      prop: "AzurermProvider.features",
      value: without.features,
      message: "a block, which may be empty: without one every plan fails",
      remedy: 'Write new AzurermProvider(this, "azurerm", { features: [{}], … }).',
      link: PROVIDER_PAGE,
    };
  });
}

/** Checks, when the stack is synthesized, that Terraform takes the name that cdktf makes of the construct's path. */
export function checkIdAtSynth(element: TerraformElement): void {
  checkAtSynth(element, (inspector) => {
    const name = element.friendlyUniqueId;
    if (isToken(name) || /^[\p{L}\p{Nl}_]/u.test(name)) return;
    inspector.refuse({
      code: "construct-id",
      prop: "id",
      value: name,
      message: "an id that begins with a letter or an underscore, as names in Terraform do",
      remedy: "Change the id of the construct, or of the outermost construct that it lies in.",
      link: "https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers",
    });
  });
}

/** Checks, when the stack is synthesized, that there is a docker provider. */
export function checkDockerAtSynth(scope: IConstruct): void {
  checkProvidersAtSynth(scope, (survey) => {
    return configurationsFor(survey, scope, DOCKER).length === 0 ? missing(DOCKER) : undefined;
  });
}

/**
 * Checks, when the stack is synthesized, that Terraform may reach a storage account without shared keys: by default the
 * provider asks the account's own endpoints, with a key.
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/25218
 */
export function checkStorageAccessAtSynth(account: TerraformResource): void {
  checkProvidersAtSynth(account, (survey) => {
    const configurations = configurationsOf(survey, account, AZURERM, account.provider);
    if (configurations.length === 0 || configurations.some(reachesStorage)) return undefined;
    return {
      code: "provider-storage",
      prop: "AzurermProvider.storageUseAzuread",
      value: configurations[0]!.storage_use_azuread,
      message:
        "true, or features.storage.dataPlaneAvailable false: the account has no shared keys, by which the provider would reach it",
      remedy:
        "Write new AzurermProvider(this, …, { storageUseAzuread: true, features: [{ storage: [{ dataPlaneAvailable: false }] }] }), " +
        "or take Access.sharedKeys().",
      link: PROVIDER_PAGE,
    };
  });
}

/**
 * Checks, when the stack is synthesized, that Terraform writes blobs as whoever is signed in: without the setting it asks for
 * a key, which an account without shared keys refuses.
 */
export function checkBlobAccessAtSynth(blob: TerraformResource): void {
  checkProvidersAtSynth(blob, (survey) => {
    const configurations = configurationsOf(survey, blob, AZURERM, blob.provider);
    if (configurations.length === 0 || configurations.some(usesAzureAd)) return undefined;
    return {
      code: "provider-blobs",
      prop: "AzurermProvider.storageUseAzuread",
      value: configurations[0]!.storage_use_azuread,
      message: "true: the build context is uploaded to an account without shared keys",
      remedy: "Write storageUseAzuread: true, or give a contextStorage of your own that has keys.",
      link: PROVIDER_PAGE,
    };
  });
}

function missing({ label, construct }: Provider): RawRefusal {
  return {
    code: "provider-missing",
    prop: construct,
    value: undefined,
    message: `${label === "azurerm" ? "an" : "a"} ${label} provider in the stack, without an alias unless each resource names its provider`,
    remedy: `Write new ${construct}(this, "${label}"${label === "azurerm" ? ", { features: [{}] }" : ""}) in the stack.`,
    link: "https://developer.hashicorp.com/terraform/cdktf/concepts/providers",
  };
}

/** Configurations that serve all that the stack has of a provider; none where something is served by none. */
function configurationsFor(survey: Survey, scope: IConstruct, provider: Provider): Configuration[] {
  const unnamed = configurationsOf(survey, scope, provider);
  if (unnamed.length > 0) return unnamed;
  const elements = TerraformStack.of(scope)
    .node.findAll()
    .filter((construct): construct is TerraformDataSource | TerraformResource => {
      return TerraformResource.isTerraformResource(construct) || TerraformDataSource.isTerraformDataSource(construct);
    })
    .filter(({ terraformResourceType }) => terraformResourceType.startsWith(`${provider.label}_`));
  const named = new Set(elements.map((element) => element.provider));
  const known = [...named].filter((one) => one !== undefined);
  return known.length < named.size ? [] : known.flatMap((one) => configurationsOf(survey, scope, provider, one));
}

/** Configurations of the stack's providers of a type; the one named, or those without alias, which alone serve unnamed. */
function configurationsOf(
  survey: Survey,
  scope: IConstruct,
  { label }: Provider,
  named?: TerraformProvider,
): Configuration[] {
  const all = survey
    .in(TerraformStack.of(scope), providersAmong)
    .filter(({ terraformResourceType }) => terraformResourceType === label);
  const unnamed = all.filter(({ alias }) => alias === undefined);
  const serving = named === undefined ? unnamed : [named];
  return serving.map((provider) => survey.in(provider, writtenBy));
}

/** What a provider writes, with the overrides of the escape hatches. */
function writtenBy([construct]: readonly IConstruct[]): Configuration {
  const provider = construct as TerraformProvider;
  const { provider: written } = provider.toTerraform() as { provider: { [label: string]: Configuration[] } };
  return written[provider.terraformResourceType]![0]!;
}

function providersAmong(constructs: readonly IConstruct[]): TerraformProvider[] {
  return constructs.filter((construct) => TerraformProvider.isTerraformProvider(construct));
}

function usesAzureAd({ storage_use_azuread: azureAd }: Configuration): boolean {
  return azureAd === true || isToken(azureAd) || Tokenization.isResolvable(azureAd);
}

function reachesStorage(configuration: Configuration): boolean {
  if (usesAzureAd(configuration)) return true;
  return members(configuration.features).some(({ storage }) => {
    return members(storage).some(({ data_plane_available: available }) => available === false || isToken(available));
  });
}

/** The blocks in a list of them, or one alone. */
function members(blocks: unknown): Configuration[] {
  const list: unknown[] = Array.isArray(blocks) ? blocks : [blocks];
  return list.filter((block): block is Configuration => typeof block === "object" && block !== null);
}
