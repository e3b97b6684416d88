import { type TerraformElement, TerraformProvider, type TerraformResource, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import type { Survey } from "../validation/checks";
import { checkAtSynth, type Inspector } from "../validation/inspector";
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

/** Checks, when the stack is synthesized, that its azurerm provider is there and complete. */
export function checkAzurermAtSynth(scope: IConstruct): void {
  checkAtSynth(scope, (inspector, survey) => {
    const [azurerm] = configurationsOf(survey, scope, AZURERM);
    if (azurerm === undefined) return missing(inspector, AZURERM);
    const { features } = azurerm;
    if (features !== undefined && !(Array.isArray(features) && features.length === 0)) return;
    inspector.refuse({
      code: "provider-features",
      prop: "AzurermProvider.features",
      value: features,
      message: "a block, which may be empty: without one every plan fails",
      remedy: 'Write new AzurermProvider(this, "azurerm", { features: [{}], … }).',
      link: PROVIDER_PAGE,
    });
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
  checkAtSynth(scope, (inspector, survey) => {
    if (configurationsOf(survey, scope, DOCKER).length === 0) missing(inspector, DOCKER);
  });
}

/**
 * Checks, when the stack is synthesized, that Terraform may reach a storage account without shared keys: by default the
 * provider asks the account's own endpoints, with a key.
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/25218
 */
export function checkStorageAccessAtSynth(account: TerraformResource): void {
  checkAtSynth(account, (inspector, survey) => {
    const configurations = configurationsOf(survey, account, AZURERM, account.provider);
    if (configurations.length === 0 || configurations.some(reachesStorage)) return;
    inspector.refuse({
      code: "provider-storage",
      prop: "AzurermProvider.storageUseAzuread",
      value: configurations[0]!.storage_use_azuread,
      message:
        "true, or features.storage.dataPlaneAvailable false: the account has no shared keys, by which the provider would reach it",
      remedy:
        "Write new AzurermProvider(this, …, { storageUseAzuread: true, features: [{ storage: [{ dataPlaneAvailable: false }] }] }), " +
        "or take Access.sharedKeys().",
      link: PROVIDER_PAGE,
    });
  });
}

/**
 * Checks, when the stack is synthesized, that Terraform writes blobs as whoever is signed in: without the setting it asks for
 * a key, which an account without shared keys refuses.
 */
export function checkBlobAccessAtSynth(blob: TerraformResource): void {
  checkAtSynth(blob, (inspector, survey) => {
    const configurations = configurationsOf(survey, blob, AZURERM, blob.provider);
    if (configurations.length === 0 || configurations.some(usesAzureAd)) return;
    inspector.refuse({
      code: "provider-blobs",
      prop: "AzurermProvider.storageUseAzuread",
      value: configurations[0]!.storage_use_azuread,
      message: "true: the build context is uploaded to an account without shared keys",
      remedy: "Write storageUseAzuread: true, or give a contextStorage of your own that has keys.",
      link: PROVIDER_PAGE,
    });
  });
}

function missing(inspector: Inspector, { label, construct }: Provider): void {
  inspector.refuse({
    code: "provider-missing",
    prop: construct,
    value: undefined,
    message: `${label === "azurerm" ? "an" : "a"} ${label} provider in the stack`,
    remedy: `Write new ${construct}(this, "${label}"${label === "azurerm" ? ", { features: [{}] }" : ""}) in the stack.`,
    link: "https://developer.hashicorp.com/terraform/cdktf/concepts/providers",
  });
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
  return serving.map((provider) => {
    // with the overrides of the escape hatches
    const { provider: written } = provider.toTerraform() as { provider: { [label: string]: Configuration[] } };
    return written[label]![0]!;
  });
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
