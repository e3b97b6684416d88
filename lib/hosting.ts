import { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";
import type { Construct } from "constructs";
import type { AzureServicePlan } from "./azure/azure-service-plan";
import type { BindContext } from "./bind-context";
import { brand, hasBrand } from "./private/brand";
import { LOCATION } from "./private/common-props";
import { NAME_RULES } from "./private/names";
import {
  DEDICATED_SKUS,
  ELASTIC_PREMIUM_SKUS,
  EXISTING_SKUS,
  MOST_ELASTIC_WORKERS,
  SKUS_PAGE,
  skuNamed,
} from "./private/skus";
import { needUniqueName } from "./private/unique-names";
import { Inspector, isToken, type NumberRule } from "./private/validation";

/**
 * A Dedicated (App Service) plan.
 */
export interface DedicatedHostingOptions {
  /**
   * SKU of the plan: Basic (`B1`-`B3`), Standard (`S1`-`S3`), Premium v2 (`P1v2`-`P3v2`), v3 (`P0v3`-`P3v3`,
   * `P1mv3`-`P5mv3`) or v4.
   * @see https://learn.microsoft.com/azure/azure-functions/dedicated-plan
   * @default B1
   */
  readonly skuName?: string;

  /**
   * Number of workers (virtual machines) that the plan has.
   * @default 1
   */
  readonly workerCount?: number;

  /**
   * Whether the workers are spread over the region's availability zones. Premium only, with two workers or more.
   * @default false
   */
  readonly zoneBalancingEnabled?: boolean;

  /**
   * Name of the plan.
   * @default - generated from the construct's path
   */
  readonly planName?: string;
}

/**
 * How an app on an Elastic Premium plan scales.
 */
export interface ElasticScaleOptions {
  /**
   * Most workers that the app scales out to.
   * @default - as many as the plan has
   */
  readonly appScaleLimit?: number;

  /**
   * Workers that always run the app, from 1 to 20.
   * @default 1
   */
  readonly elasticInstanceMinimum?: number;

  /**
   * Workers kept warm as a buffer for scaling out.
   * @default 1
   */
  readonly preWarmedInstanceCount?: number;
}

/**
 * An Elastic Premium plan.
 */
export interface ElasticPremiumHostingOptions extends ElasticScaleOptions {
  /**
   * SKU of the plan: `EP1`, `EP2` or `EP3`.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-premium-plan#available-instance-skus
   * @default EP1
   */
  readonly skuName?: string;

  /**
   * Most workers that all apps of the plan scale out to.
   * @see https://learn.microsoft.com/azure/azure-functions/functions-premium-plan#region-max-scale-out
   * @default 20
   */
  readonly maximumElasticWorkerCount?: number;

  /**
   * Whether the workers are spread over the region's availability zones.
   * @default false
   */
  readonly zoneBalancingEnabled?: boolean;

  /**
   * Name of the plan.
   * @default - generated from the construct's path
   */
  readonly planName?: string;
}

/**
 * Where the app runs, as the function app needs to know it.
 */
export interface HostingConfig {
  /** Resource ID of the plan. */
  readonly servicePlanId: string;

  /** SKU of the plan; may be known to Terraform only. */
  readonly skuName: string;

  /**
   * Region of the plan.
   * @default - the app's
   */
  readonly location?: string;

  /**
   * How the app scales on an Elastic Premium plan.
   * @default - not on one
   */
  readonly elasticScale?: ElasticScaleOptions;
}

/**
 * Where the function app runs. Containers run on Dedicated and Elastic Premium plans, never on Consumption.
 */
export abstract class Hosting {
  /**
   * A Dedicated (App Service) plan of the app's own, on Linux.
   * @param options SKU and size of the plan
   */
  public static dedicated(options: DedicatedHostingOptions = {}): Hosting {
    return new DedicatedHosting(options);
  }

  /**
   * An Elastic Premium plan of the app's own, on Linux: scales by load, with warm workers.
   * @param options SKU, size and scaling
   */
  public static elasticPremium(options: ElasticPremiumHostingOptions = {}): Hosting {
    return new ElasticPremiumHosting(options);
  }

  /**
   * A plan that is there already; several apps may share it.
   * @param plan Dedicated or Elastic Premium, on Linux
   * @param scale of the app, if the plan is an Elastic Premium one
   */
  public static existingPlan(plan: AzureServicePlan, scale: ElasticScaleOptions = {}): Hosting {
    return new ExistingPlan(plan, scale);
  }

  /**
   * Whether a value is a `Hosting`.
   * @param value anything
   */
  public static isHosting(value: unknown): boolean {
    return hasBrand(value, "Hosting");
  }

  protected constructor() {
    brand(this, "Hosting");
  }

  /**
   * Makes or names the plan.
   *
   * @param scope the construct that owns what is made
   * @param context what is known of the app
   */
  public abstract bind(scope: Construct, context: BindContext): HostingConfig;
}

class DedicatedHosting extends Hosting {
  public constructor(private readonly options: DedicatedHostingOptions) {
    super();
  }

  public bind(scope: Construct, context: BindContext): HostingConfig {
    const inspector = new Inspector(scope);
    const options = inspector.struct("hosting", this.options);
    const { skuName: givenSku = "B1", workerCount: givenCount = 1 } = options;
    const elastic = ["appScaleLimit", "elasticInstanceMinimum", "preWarmedInstanceCount", "maximumElasticWorkerCount"];
    const away =
      "Leave it out: a dedicated plan has as many workers as workerCount says. Or take Hosting.elasticPremium().";
    inspector.unknownOptions("hosting", options, elastic, "hosting-scale-limits", away);
    const skuName = checkSku(inspector, "hosting.skuName", givenSku, DEDICATED_SKUS);
    const workerCount = inspector.integer("hosting.workerCount", givenCount, {
      code: "hosting-worker-count",
      minimum: 1,
      maximum: skuNamed(skuName)?.maximumWorkers ?? Infinity,
      unit: `workers on ${skuName}`,
      link: "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits",
    });
    const zoneBalancingEnabled = checkZoneBalancing(inspector, options.zoneBalancingEnabled, skuName, workerCount);
    return makePlan(scope, context, inspector, options.planName, { skuName, workerCount, zoneBalancingEnabled });
  }
}

class ElasticPremiumHosting extends Hosting {
  public constructor(private readonly options: ElasticPremiumHostingOptions) {
    super();
  }

  public bind(scope: Construct, context: BindContext): HostingConfig {
    const inspector = new Inspector(scope);
    const options = inspector.struct("hosting", this.options);
    const { skuName: givenSku = "EP1", maximumElasticWorkerCount = 20 } = options;
    const away = "Leave it out: maximumElasticWorkerCount and elasticInstanceMinimum say how many workers there are.";
    inspector.unknownOptions("hosting", options, ["workerCount"], "hosting-scale-limits", away);
    const skuName = checkSku(inspector, "hosting.skuName", givenSku, ELASTIC_PREMIUM_SKUS);
    const maximum = inspector.integer("hosting.maximumElasticWorkerCount", maximumElasticWorkerCount, {
      code: "hosting-elastic-worker-count",
      minimum: 1,
      maximum: MOST_ELASTIC_WORKERS,
      unit: "workers",
      link: "https://learn.microsoft.com/azure/azure-functions/functions-premium-plan#region-max-scale-out",
    });
    const elasticScale = checkElasticScale(inspector, options, maximum);
    const zoneBalancingEnabled = checkZoneBalancing(inspector, options.zoneBalancingEnabled, skuName, maximum);
    const plan = { skuName, maximumElasticWorkerCount: maximum, zoneBalancingEnabled };
    return { ...makePlan(scope, context, inspector, options.planName, plan), elasticScale };
  }
}

class ExistingPlan extends Hosting {
  public constructor(
    private readonly plan: AzureServicePlan,
    private readonly scale: ElasticScaleOptions,
  ) {
    super();
  }

  public bind(scope: Construct, _context: BindContext): HostingConfig {
    const inspector = new Inspector(scope);
    const plan = inspector.branded("hosting.plan", this.plan, "AzureServicePlan");
    const scale = inspector.struct("hosting.scale", this.scale);
    if (plan === undefined) return { servicePlanId: "", skuName: "B1" };
    if (!isToken(plan.osType) && plan.osType !== "Linux") {
      inspector.reject({
        code: "hosting-os",
        prop: "hosting.plan.osType",
        value: plan.osType,
        message: "Linux",
        remedy: "Give a Linux plan: the image is a Linux container.",
        link: SKUS_PAGE,
      });
    }
    const skuName = checkSku(inspector, "hosting.plan.skuName", plan.skuName, EXISTING_SKUS);
    const servicePlanId = plan._checkId(inspector, "hosting.plan");
    const location = inspector.optionalText("hosting.plan.location", plan.location, LOCATION);
    const located = { servicePlanId, skuName, location };
    const scaled = Object.values(scale).some((value) => value !== undefined);
    if (skuNamed(skuName)?.elastic === false) {
      if (scaled) {
        inspector.reject({
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
    return { ...located, elasticScale: checkElasticScale(inspector, scale, MOST_ELASTIC_WORKERS) };
  }
}

function checkSku(inspector: Inspector, prop: string, skuName: string, allowed: readonly string[]): string {
  if (typeof skuName === "string" && UNFIT_SKU.test(skuName)) {
    inspector.reject({
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
  inspector.reject({
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

/** What has a SKU that the choice taken has not. */
function otherPlanOf(skuName: string): string | undefined {
  if (ELASTIC_PREMIUM_SKUS.includes(skuName)) return "Hosting.elasticPremium()";
  if (DEDICATED_SKUS.includes(skuName)) return "Hosting.dedicated()";
  return EXISTING_SKUS.includes(skuName) ? "Hosting.existingPlan(…), of an App Service Environment" : undefined;
}

/** SKUs that the provider knows and that do not run the image. */
const UNFIT_SKU = /^(Y1|FC1|F1|D1|Free|Shared|Consumption|FlexConsumption|Dynamic|WS[1-3])$/i;

function checkZoneBalancing(
  inspector: Inspector,
  given: boolean | undefined,
  skuName: string,
  workers: number,
): boolean {
  const enabled = inspector.flag("hosting.zoneBalancingEnabled", given, false);
  const tooFew = !isToken(workers) && workers < 2;
  if (enabled === true && (skuNamed(skuName)?.zoneBalancing === false || tooFew)) {
    inspector.reject({
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

function checkElasticScale(inspector: Inspector, scale: ElasticScaleOptions, mostWorkers: number): ElasticScaleOptions {
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

interface PlanSize {
  readonly skuName: string;
  readonly workerCount?: number;
  readonly maximumElasticWorkerCount?: number;
  readonly zoneBalancingEnabled: boolean;
}

function makePlan(
  scope: Construct,
  context: BindContext,
  inspector: Inspector,
  givenName: string | undefined,
  size: PlanSize,
): HostingConfig {
  const plan = new ServicePlan(scope, "Plan", {
    name:
      inspector.optionalText("hosting.planName", givenName, NAME_RULES.servicePlan) ?? context.uniqueName("plan", 60),
    resourceGroupName: context.resourceGroupName,
    location: context.location,
    osType: "Linux",
    ...size,
    tags: context.tags,
  });
  needUniqueName(plan, "hosting.planName", givenName);
  return { servicePlanId: plan.id, skuName: size.skuName };
}
