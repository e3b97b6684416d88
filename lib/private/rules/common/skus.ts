/** What an App Service plan's SKU allows. */
export interface Sku {
  /** Most workers a plan of this SKU has. */
  readonly maximumWorkers: number;
  readonly zoneBalancing: boolean;
  readonly elastic: boolean;
}

/**
 * SKUs on which a container of the Functions image runs, spelled as the provider wants them.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits
 * @see https://learn.microsoft.com/azure/reliability/reliability-app-service
 */
const DEDICATED: ReadonlyMap<string, Sku> = new Map([
  ...tier(["B1", "B2", "B3"], 3, false),
  ...tier(["S1", "S2", "S3"], 10, false),
  ...tier(["P1v2", "P2v2", "P3v2"], 30, true),
  ...tier(["P0v3", "P1v3", "P2v3", "P3v3"], 30, true),
  ...tier(["P1mv3", "P2mv3", "P3mv3", "P4mv3", "P5mv3"], 30, true),
  ...tier(["P0v4", "P1v4", "P2v4", "P3v4"], 30, true),
  ...tier(["P1mv4", "P2mv4", "P3mv4", "P4mv4", "P5mv4"], 30, true),
]);

/** Plans in an App Service Environment: made by whoever made that, so that apps are put on them only. */
const ISOLATED: ReadonlyMap<string, Sku> = new Map([
  ...tier(["I1v2", "I2v2", "I3v2", "I4v2", "I5v2", "I6v2"], 100, true),
  ...tier(["I1mv2", "I2mv2", "I3mv2", "I4mv2", "I5mv2"], 100, true),
]);

export const MOST_ELASTIC_WORKERS = 100;

const ELASTIC_PREMIUM: ReadonlyMap<string, Sku> = new Map(
  ["EP1", "EP2", "EP3"].map((name) => {
    return [name, { maximumWorkers: MOST_ELASTIC_WORKERS, zoneBalancing: true, elastic: true }];
  }),
);

export const DEDICATED_SKUS = [...DEDICATED.keys()];
export const ELASTIC_PREMIUM_SKUS = [...ELASTIC_PREMIUM.keys()];
export const EXISTING_SKUS = [...DEDICATED_SKUS, ...ELASTIC_PREMIUM_SKUS, ...ISOLATED.keys()];

export const SKUS_PAGE = "https://learn.microsoft.com/azure/azure-functions/functions-scale";

export function skuNamed(name: string): Sku | undefined {
  return DEDICATED.get(name) ?? ELASTIC_PREMIUM.get(name) ?? ISOLATED.get(name);
}

function tier(names: string[], maximumWorkers: number, zoneBalancing: boolean): [string, Sku][] {
  return names.map((name) => [name, { maximumWorkers, zoneBalancing, elastic: false }]);
}
