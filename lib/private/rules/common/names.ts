import type { BreachCode } from "../../validation/codes";
import type { Inspector, TextRule } from "../../validation/inspector";

const NAMING = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";

/** A rule for a name; one that a single trigger has stands in the rules of that trigger. */
export function nameRule(
  code: BreachCode,
  pattern: RegExp,
  allowed: string,
  example: string,
  link = NAMING,
  refused?: RegExp,
  remedyFor?: TextRule["remedyFor"],
): TextRule {
  const test = (name: string) => pattern.test(name) && !(refused?.test(name) ?? false);
  return {
    code,
    allowed,
    remedy: "Give a name of this form.",
    example,
    link,
    test,
    remedyFor: (name) => remedyFor?.(name) ?? correctionOf(name, test),
  };
}

/** Twice what any of the rules allows. */
const MOST_LOOKED_AT = 600;

/** A name that was meant, as far as that can be seen: what is wrong with a long name is hard to find. */
export function correctionOf(name: string, test: (name: string) => boolean): string | undefined {
  const plain = name.trim().replace(/ß/g, "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  const hyphened = plain.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const forms = [plain, hyphened, hyphened.replace(/-/g, "")].flatMap((form) => [form, form.toLowerCase()]);
  const meant = forms.find((form) => form !== name && test(form));
  if (meant !== undefined) return `Write for example ${meant}.`;
  const isTooLong =
    name.length <= MOST_LOOKED_AT && [...name].some((_, end) => end > name.length / 2 && test(name.slice(0, end)));
  return isTooLong ? `Shorten it: it has ${name.length} characters.` : undefined;
}

/** A rule for a name that becomes part of a host name, which Azure keeps its own trademarks out of. */
function publicRule(...[code, pattern, allowed, example, link, refused]: Parameters<typeof nameRule>): TextRule {
  const { test: hasForm, ...named } = nameRule(code, pattern, allowed, example, link, refused);
  const test = (name: string) => hasForm(name) && !isReserved(name);
  return {
    ...named,
    allowed: `${allowed}; without microsoft and windows, not beginning with login, and none of the words that Azure reserves`,
    test,
    remedyFor: (name) => {
      return hasForm(name) ? "Leave out the word that Azure reserves." : correctionOf(name, test);
    },
  };
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name */
const RESERVED_WORDS = new Set(
  (
    "access azure bing bizspark biztalk cortana directx dotnet dynamics excel exchange forefront groove hololens hyperv " +
    "kinect lync msdn o365 office office365 onedrive onenote outlook powerpoint sharepoint skype visio visualstudio xbox"
  ).split(" "),
);

function isReserved(name: string): boolean {
  const lower = name.toLowerCase();
  return /microsoft|windows|^login/.test(lower) || RESERVED_WORDS.has(lower);
}

/** A reference to an image is often given as a whole. */
function ofRepository(name: string): string | undefined {
  const [, host] = /^(?:https?:\/\/)?([^/]+[.:][^/]*)\//.exec(name) ?? [];
  if (host !== undefined)
    return `Leave out ${host}: the registry is given on its own, and this is the repository in it.`;
  const [, digest, tag] = /(?:@(.+)|:([^/]+))$/.exec(name) ?? [];
  if (digest !== undefined) return `Leave out @${digest}: the digest is a prop of its own.`;
  return tag === undefined ? undefined : `Leave out :${tag}: the tag is a prop of its own.`;
}

/** Azure's naming rules, one a resource type. */
export const NAME_RULES = {
  functionApp: publicRule(
    "function-app-name",
    /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])$/,
    "2 to 32 ASCII letters, digits and hyphens, with no hyphen at either end (Azure takes 60, but the Functions host cuts its " +
      "host id at 32, and two apps on one storage account that share it stop each other)",
    "ml-app",
    "https://learn.microsoft.com/azure/azure-functions/storage-considerations#host-id-considerations",
  ),
  storageAccount: publicRule(
    "storage-account-name",
    /^[a-z0-9]{3,24}$/,
    "3 to 24 lower-case ASCII letters and digits",
    "mlstorage",
  ),
  containerRegistry: publicRule(
    "registry-name",
    /^[A-Za-z0-9]{5,50}$/,
    "5 to 50 ASCII letters and digits",
    "mlregistry",
  ),
  container: nameRule(
    "container-name",
    /^(?:(?=.{3,63}$)[a-z0-9](?:-?[a-z0-9])*|\$root|\$web)$/,
    "3 to 63 lower-case ASCII letters, digits and single hyphens, beginning and ending with a letter or digit; or $root or $web",
    "input",
    "https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata",
    /^.{64,}$/,
  ),
  serviceBusQueue: nameRule(
    "queue-name",
    /^[A-Za-z0-9](?:[\w./-]{0,258}[A-Za-z0-9])?$/,
    "1 to 260 ASCII letters, digits, periods, hyphens, underscores and slashes, beginning and ending with a letter or digit",
    "input",
  ),
  serviceBusNamespace: publicRule(
    "service-bus-namespace-name",
    /^[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]$/,
    "6 to 50 ASCII letters, digits and hyphens, beginning with a letter, ending with a letter or digit, and not with -sb or -mgmt",
    "ml-namespace",
    "https://learn.microsoft.com/rest/api/servicebus/create-namespace",
    /(-sb|-mgmt)$/i,
  ),
  // what the provider takes
  servicePlan: nameRule(
    "service-plan-name",
    /^[\w-]{1,60}$/,
    "1 to 60 ASCII letters, digits, hyphens and underscores",
    "ml-plan",
  ),
  systemTopic: nameRule(
    "system-topic-name",
    /^[A-Za-z0-9-]{3,50}$/,
    "3 to 50 ASCII letters, digits and hyphens",
    "ml-events",
  ),
  identity: nameRule(
    "identity-name",
    /^[A-Za-z0-9][\w-]{2,127}$/,
    "3 to 128 ASCII letters, digits, hyphens and underscores, beginning with a letter or digit",
    "ml-identity",
  ),
  workspace: nameRule(
    "workspace-name",
    /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
    "4 to 63 ASCII letters, digits and hyphens, beginning and ending with a letter or digit",
    "ml-logs",
  ),
  resourceGroup: nameRule(
    "resource-group-name",
    /^[\w.()-]{0,89}[\w()-]$/,
    "1 to 90 ASCII letters, digits, periods, underscores, hyphens and parentheses, not ending with a period",
    "ml",
  ),
  repository: nameRule(
    "repository-name",
    /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/,
    "lower-case ASCII letters and digits in parts separated by slashes; periods, underscores and hyphens only between them; 255 characters at most",
    "model",
    "https://learn.microsoft.com/azure/container-registry/container-registry-concepts#repository",
    /^.{256,}$/,
    ofRepository,
  ),
} as const;

/** A name that the user gave and that may pass; undefined for one that is to be generated, also in the place of a refused one. */
export function readName(inspector: Inspector, prop: string, value: unknown, rule: TextRule): string | undefined {
  return inspector.unlessRefused(() => inspector.optionalText(prop, value, rule));
}
