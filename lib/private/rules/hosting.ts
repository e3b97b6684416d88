import type { AzureServicePlan } from "../../azure/azure-service-plan";
import type {
  DedicatedHostingOptions,
  ElasticPremiumHostingOptions,
  ElasticScaleOptions,
  HostingConfig,
} from "../../hosting/hosting";
import type { Inspector, NumberRule } from "../validation/inspector";
import type { Names } from "../validation/options";
import { isToken } from "../validation/tokens";
import { LOCATION } from "./common/common-props";
import { NAME_RULES, readName } from "./common/names";
import { readPart } from "./common/parts";
import { SERVICE_PLAN } from "./common/resources";
import {
  DEDICATED_SKUS,
  ELASTIC_PREMIUM_SKUS,
  EXISTING_SKUS,
  MOST_ELASTIC_WORKERS,
  skuNamed,
  SKUS_PAGE,
} from "./common/skus";

/** A plan that is made. */
export interface PlanToMake {
  /** The name that was given; undefined where one is generated. */
  readonly name: string | undefined;
  readonly size: {
    readonly skuName: string;
    readonly workerCount?: number;
    readonly maximumElasticWorkerCount?: number;
    readonly zoneBalancingEnabled: boolean;
  };
}

interface ElasticPlanToMake extends PlanToMake {
  readonly elasticScale: ElasticScaleOptions;
}

const ELASTIC_SCALE: Names<ElasticScaleOptions> = {
  appScaleLimit: true,
  elasticInstanceMinimum: true,
  preWarmedInstanceCount: true,
};

export function readDedicatedHosting(inspector: Inspector, given: DedicatedHostingOptions): PlanToMake {
  const options = inspector.struct("hosting", given, {
    planName: true,
    skuName: true,
    workerCount: true,
    zoneBalancingEnabled: true,
  });
  const { skuName: givenSku = "B1", workerCount: givenCount = 1 } = options;
  const elastic = ["appScaleLimit", "elasticInstanceMinimum", "preWarmedInstanceCount", "maximumElasticWorkerCount"];
  const away =
    "Leave it out: a dedicated plan has as many workers as workerCount says. Or take Hosting.elasticPremium().";
  inspector.refuseOptions("hosting", options, elastic, "hosting-scale-limits", away);
  const skuName = readSku(inspector, "hosting.skuName", givenSku, DEDICATED_SKUS);
  const workerCount = inspector.integer("hosting.workerCount", givenCount, {
    code: "hosting-worker-count",
    minimum: 1,
    maximum: skuNamed(skuName)?.maximumWorkers ?? Infinity,
    unit: `workers on ${skuName}`,
    link: "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits",
  });
  const zoneBalancingEnabled = readZoneBalancing(inspector, options.zoneBalancingEnabled, skuName, workerCount);
  return { name: readPlanName(inspector, options), size: { skuName, workerCount, zoneBalancingEnabled } };
}

export function readElasticPremiumHosting(
  inspector: Inspector,
  given: ElasticPremiumHostingOptions,
): ElasticPlanToMake {
  const options = inspector.struct("hosting", given, {
    ...ELASTIC_SCALE,
    planName: true,
    skuName: true,
    maximumElasticWorkerCount: true,
    zoneBalancingEnabled: true,
  });
  const { skuName: givenSku = "EP1", maximumElasticWorkerCount: givenCount = 20 } = options;
  const away = "Leave it out: maximumElasticWorkerCount and elasticInstanceMinimum say how many workers there are.";
  inspector.refuseOptions("hosting", options, ["workerCount"], "hosting-scale-limits", away);
  const skuName = readSku(inspector, "hosting.skuName", givenSku, ELASTIC_PREMIUM_SKUS);
  const maximumElasticWorkerCount = inspector.integer("hosting.maximumElasticWorkerCount", givenCount, {
    code: "hosting-elastic-worker-count",
    minimum: 1,
    maximum: MOST_ELASTIC_WORKERS,
    unit: "workers",
    link: "https://learn.microsoft.com/azure/azure-functions/functions-premium-plan#region-max-scale-out",
  });
  const elasticScale = readElasticScale(inspector, options, maximumElasticWorkerCount);
  const zoneBalancingEnabled = readZoneBalancing(
    inspector,
    options.zoneBalancingEnabled,
    skuName,
    maximumElasticWorkerCount,
  );
  const size = { skuName, maximumElasticWorkerCount, zoneBalancingEnabled };
  return { name: readPlanName(inspector, options), size, elasticScale };
}

export function readExistingPlan(
  inspector: Inspector,
  givenPlan: AzureServicePlan,
  givenScale: ElasticScaleOptions,
): HostingConfig {
  const plan = readPart(inspector, "hosting.plan", givenPlan, "AzureServicePlan");
  const scale = inspector.struct("hosting.scale", givenScale, ELASTIC_SCALE);
  if (plan === undefined) return { servicePlanId: "", skuName: "B1" };
  if (!isToken(plan.osType) && plan.osType !== "Linux") {
    inspector.refuse({
      code: "hosting-os",
      prop: "hosting.plan.osType",
      value: plan.osType,
      message: "Linux",
      remedy: "Give a Linux plan: the image is a Linux container.",
      link: SKUS_PAGE,
    });
  }
  const skuName = readSku(inspector, "hosting.plan.skuName", plan.skuName, EXISTING_SKUS);
  const servicePlanId = inspector.resource("hosting.plan", plan._given, SERVICE_PLAN).id;
  const location = inspector.optionalText("hosting.plan.location", plan.location, LOCATION);
  const located = { servicePlanId, skuName, location };
  const scaled = Object.values(scale).some((value) => value !== undefined);
  if (skuNamed(skuName)?.elastic === false) {
    if (scaled) {
      inspector.refuse({
        code: "hosting-scale-limits",
        prop: "hosting.scale",
        value: scale,
        message: `nothing, on the dedicated plan ${skuName}`,
        remedy: "Leave the scale options out, or give an Elastic Premium plan.",
        link: "https://learn.microsoft.com/azure/azure-functions/event-driven-scaling",
      });
    }
    return located;
  }
  if (!scaled && isToken(skuName)) return located;
  return { ...located, elasticScale: readElasticScale(inspector, scale, MOST_ELASTIC_WORKERS) };
}

function readPlanName(inspector: Inspector, { planName }: { readonly planName?: string }): string | undefined {
  return readName(inspector, "hosting.planName", planName, NAME_RULES.servicePlan);
}

function readSku(inspector: Inspector, prop: string, skuName: string, allowed: readonly string[]): string {
  if (typeof skuName === "string" && UNFIT_SKU.test(skuName)) {
    inspector.refuse({
      code: "hosting-sku",
      prop,
      value: skuName,
      message: `one of ${allowed.join(", ")}: containers do not run on Consumption, Flex Consumption, Free and Shared plans, nor Functions on workflow plans`,
      remedy: allowed === ELASTIC_PREMIUM_SKUS ? "Take EP1, EP2 or EP3." : ADVICE,
      link: SKUS_PAGE,
    });
    return allowed[0]!;
  }
  const plan = typeof skuName === "string" && !allowed.includes(skuName) ? otherPlanOf(skuName) : undefined;
  if (plan === undefined) return inspector.oneOf(prop, skuName, allowed, "hosting-sku", SKUS_PAGE);
  const message = `one of ${allowed.join(", ")}`;
  inspector.refuse({
    code: "hosting-sku",
    prop,
    value: skuName,
    message,
    remedy: `For ${skuName} take ${plan}.`,
    link: SKUS_PAGE,
  });
  return allowed[0]!;
}

const ADVICE = "Take B1 for a trial, P1v3 for production, or Hosting.elasticPremium() to scale by load.";

/** The choice that offers a SKU. */
function otherPlanOf(skuName: string): string | undefined {
  if (ELASTIC_PREMIUM_SKUS.includes(skuName)) return "Hosting.elasticPremium()";
  if (DEDICATED_SKUS.includes(skuName)) return "Hosting.dedicated()";
  return EXISTING_SKUS.includes(skuName) ? "Hosting.existingPlan(…), of an App Service Environment" : undefined;
}

/** SKUs that the provider knows and that do not run the image. */
const UNFIT_SKU = /^(Y1|FC1|F1|D1|Free|Shared|Consumption|FlexConsumption|Dynamic|WS[1-3])$/i;

function readZoneBalancing(
  inspector: Inspector,
  given: boolean | undefined,
  skuName: string,
  workers: number,
): boolean {
  const enabled = inspector.flag("hosting.zoneBalancingEnabled", given, false);
  const tooFew = !isToken(workers) && workers < 2;
  if (enabled === true && (skuNamed(skuName)?.zoneBalancing === false || tooFew)) {
    inspector.refuse({
      code: "hosting-zone-balancing",
      prop: "hosting.zoneBalancingEnabled",
      value: enabled,
      message: `false, on ${isToken(skuName) ? "this plan" : skuName}${isToken(workers) ? "" : ` with room for ${workers} worker(s)`}`,
      remedy: "Take a Premium v2, v3, v4 or Elastic Premium SKU with two workers or more.",
      link: "https://learn.microsoft.com/azure/reliability/reliability-app-service",
    });
  }
  return enabled;
}

const ELASTIC_SCALE_PAGE =
  "https://learn.microsoft.com/azure/azure-functions/functions-premium-plan#plan-and-sku-settings";

function readElasticScale(inspector: Inspector, scale: ElasticScaleOptions, mostWorkers: number): ElasticScaleOptions {
  const { appScaleLimit, elasticInstanceMinimum = 1, preWarmedInstanceCount = 1 } = scale;
  const count = (prop: string, value: number, minimum: number, maximum: number) => {
    const rule: NumberRule = {
      code: "hosting-elastic-scale",
      minimum,
      maximum,
      unit: "workers",
      link: ELASTIC_SCALE_PAGE,
    };
    return inspector.integer(`hosting.${prop}`, value, rule);
  };
  const plan = isToken(mostWorkers) ? MOST_ELASTIC_WORKERS : mostWorkers;
  const limit = appScaleLimit === undefined ? undefined : count("appScaleLimit", appScaleLimit, 1, plan);
  const room = limit === undefined || isToken(limit) ? plan : limit;
  return {
    appScaleLimit: limit,
    elasticInstanceMinimum: count("elasticInstanceMinimum", elasticInstanceMinimum, 1, Math.min(20, room)),
    preWarmedInstanceCount: count("preWarmedInstanceCount", preWarmedInstanceCount, 0, 10),
  };
}
