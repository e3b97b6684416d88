import { ServicePlan } from "@cdktf/provider-azurerm/lib/service-plan";
import type { Construct } from "constructs";
import type { AzureServicePlan } from "../azure/azure-service-plan";
import type { BindContext } from "../bind-context";
import {
  type PlanToMake,
  readDedicatedHosting,
  readElasticPremiumHosting,
  readExistingPlan,
} from "../private/rules/hosting";
import { checkNameAtSynth, IN_RESOURCE_GROUP } from "../private/stack/unique-names";
import { brand, hasBrand } from "../private/validation/brand";
import { Inspector } from "../private/validation/inspector";
import type { AppHost } from "./app-host";
import { APP_SERVICE } from "./app-service";

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
   * The host of an app on this plan.
   * @internal
   */
  public get _host(): AppHost {
    return APP_SERVICE;
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
    return makePlan(scope, context, readDedicatedHosting(new Inspector(scope), this.options));
  }
}

class ElasticPremiumHosting extends Hosting {
  public constructor(private readonly options: ElasticPremiumHostingOptions) {
    super();
  }

  public bind(scope: Construct, context: BindContext): HostingConfig {
    const { elasticScale, ...plan } = readElasticPremiumHosting(new Inspector(scope), this.options);
    return { ...makePlan(scope, context, plan), elasticScale };
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
    return readExistingPlan(new Inspector(scope), this.plan, this.scale);
  }
}

function makePlan(scope: Construct, context: BindContext, { name, size }: PlanToMake): HostingConfig {
  const plan = new ServicePlan(scope, "Plan", {
    name: name ?? context.uniqueName("plan", 60),
    resourceGroupName: context.resourceGroupName,
    location: context.location,
    osType: "Linux",
    ...size,
    tags: context.tags,
  });
  checkNameAtSynth(plan, "hosting.planName", name, IN_RESOURCE_GROUP);
  return { servicePlanId: plan.id, skuName: size.skuName };
}
