import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Fn, type ITerraformDependable, Op, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";
import type { IResourceGroup } from "./azure/azure-resource-group";
import type { IdentityAttributes } from "./azure/identity-attributes";
import { clientConfigOf } from "./private/stack/client-config";
import { IDENTITY_ID } from "./private/stack/ids";
import { makeOnce } from "./private/stack/shared";
import { slug } from "./private/stack/slug";
import type { BreachCode } from "./private/validation/codes";
import { Inspector } from "./private/validation/inspector";
import { asNumber, isToken } from "./private/validation/tokens";

/**
 * What a `BindContext` is made of.
 */
export interface BindContextProps {
  /** The resource group in which parts make what they need. */
  readonly resourceGroup: IResourceGroup;

  /**
   * Region of what parts make.
   * @default - the resource group's
   */
  readonly location?: string;

  /**
   * The managed identity as which the app reaches Azure resources.
   * @default - none: the app uses shared keys
   */
  readonly identity?: IdentityAttributes;

  /**
   * Whether role assignments are made for the identity.
   * @default true
   */
  readonly assignRoles?: boolean;

  /**
   * How long one function call may take, in minutes.
   * @default 30
   */
  readonly functionTimeoutMinutes?: number;

  /**
   * How many predictions one instance of the app makes at a time, in all of its worker processes.
   * @default 1
   */
  readonly predictionsPerInstance?: number;

  /**
   * Tags of what parts make.
   * @default - none
   */
  readonly tags?: { readonly [name: string]: string };
}

/**
 * A value that a part refuses, and why.
 */
export interface Refusal {
  /** Stable identifier of the rule, in kebab case. */
  readonly code: string;

  /** The prop that was given the value. */
  readonly prop: string;

  /** The value received. Never a secret. */
  readonly value: string;

  /** What is allowed. */
  readonly message: string;

  /** What to do. */
  readonly remedy: string;

  /**
   * The page that the rule comes from.
   * @default - none
   */
  readonly link?: string;
}

/**
 * All that a part (a trigger, an image, a hosting) knows of the function app it is bound to.
 */
export class BindContext {
  /** The resource group in which parts make what they need. */
  public readonly resourceGroup: IResourceGroup;

  /** Region of what parts make. */
  public readonly location: string;

  /** The managed identity as which the app reaches Azure resources; undefined when it uses shared keys. */
  public readonly identity?: IdentityAttributes;

  /** How long one function call may take, in minutes. */
  public readonly functionTimeoutMinutes: number;

  /**
   * How many predictions one instance of the app makes at a time, in all of its worker processes. A trigger that takes from a
   * queue makes it the limit of its host extension, so that nothing is taken that then waits. Only Terraform may know it:
   * cdktf's `Tokenization.stringifyNumber` makes it an app setting in any case.
   */
  public readonly predictionsPerInstance: number;

  /** Tags of what parts make. */
  public readonly tags?: { readonly [name: string]: string };

  private readonly scope: Construct;
  private readonly assignRoles: boolean;
  private readonly awaited: ITerraformDependable[] = [];
  private readonly inspector: Inspector;
  /** Of generated names, once it was asked for. */
  private suffix?: string;

  /**
   * @param scope the construct whose parts are bound: its path is what generated names are computed from
   * @param props what the parts may know
   */
  public constructor(scope: Construct, props: BindContextProps) {
    this.scope = scope;
    this.resourceGroup = props.resourceGroup;
    this.location = props.location ?? props.resourceGroup.location;
    this.identity = props.identity;
    this.functionTimeoutMinutes = numberOf(props.functionTimeoutMinutes ?? 30);
    this.predictionsPerInstance = numberOf(props.predictionsPerInstance ?? 1);
    this.tags = props.tags;
    this.assignRoles = props.assignRoles ?? true;
    this.inspector = new Inspector(scope);
  }

  /** Name of the resource group in which parts make what they need. */
  public get resourceGroupName(): string {
    return this.resourceGroup.name;
  }

  /**
   * Whether role assignments are made.
   * @internal
   */
  public get _assignsRoles(): boolean {
    return this.assignRoles;
  }

  /** What the app has to wait for: given to `waitFor`, and the role assignments. */
  public get dependencies(): ITerraformDependable[] {
    return [...this.awaited];
  }

  /** How long one function call may take, as `hh:mm:ss`. */
  public get functionTimeout(): string {
    if (isToken(this.functionTimeoutMinutes)) {
      const hours = Fn.floor(Token.asNumber(Op.div(this.functionTimeoutMinutes, 60)));
      return Fn.format("%02d:%02d:00", [hours, Op.mod(this.functionTimeoutMinutes, 60)]) as string;
    }
    const hours = Math.floor(this.functionTimeoutMinutes / 60);
    return [hours, this.functionTimeoutMinutes % 60, 0].map((part) => String(part).padStart(2, "0")).join(":");
  }

  /**
   * A name that no two users of one example share: a readable slug of the construct's path, `purpose`, and eight
   * characters that Terraform computes from subscription, resource group and path. Stable, and visible in the plan.
   *
   * @param purpose what the name is for, in lower-case letters and digits, for example `plan`; may be empty
   * @param maximumLength of the name, in characters
   */
  public uniqueName(purpose: string, maximumLength: number): string {
    const end = purpose === "" ? "" : `-${purpose}`;
    const readable = slug(this.scope, maximumLength - SUFFIX_LENGTH - 1 - end.length);
    return `${readable}-${this.nameSuffix()}${end}`;
  }

  /**
   * The same for resources whose names hold letters and digits only.
   *
   * @param purpose what the name is for, in lower-case letters and digits; may be empty
   * @param maximumLength of the name, in characters
   */
  public uniqueAlphanumericName(purpose: string, maximumLength: number): string {
    const letters = slug(this.scope, 60).replace(/-/g, "");
    return `${letters.slice(0, maximumLength - SUFFIX_LENGTH - purpose.length)}${purpose}${this.nameSuffix()}`;
  }

  /**
   * Assigns a role on a resource to the app's identity, before the app is made. Does nothing when the app uses shared
   * keys, or when the platform team assigns the roles. Asked for twice in a stack, the role is assigned once: Azure
   * refuses a second identical assignment.
   *
   * @param scope the construct that owns the assignment, for an identity of the app's own
   * @param id of the assignment in its scope
   * @param resourceId the Azure resource on which the role is held
   * @param roleName name of a built-in role, for example `Storage Blob Data Owner`
   */
  public grantRole(scope: Construct, id: string, resourceId: string, roleName: string): void {
    if (this.identity === undefined || !this.assignRoles) return;
    const { principalId } = this.identity;
    // an identity that the user gave may serve other apps as well
    const shared = this.scope.node.tryFindChild(IDENTITY_ID) === undefined;
    const key = ["Role", principalId, resourceId, roleName] as const;
    const assignment = makeOnce(scope, { key, id, shared }, (owner, ownId) => {
      return new RoleAssignment(owner, ownId, {
        scope: resourceId,
        roleDefinitionName: roleName,
        principalId,
        principalType: "ServicePrincipal",
        // the identity is seconds old: without this the provider asks a directory that may not know it yet
        skipServicePrincipalAadCheck: true,
      });
    });
    this.waitFor(assignment);
  }

  /**
   * Makes the function app wait for a resource that it uses and does not refer to.
   *
   * @param dependable what has to be there before the app
   */
  public waitFor(dependable: ITerraformDependable): void {
    if (!this.awaited.includes(dependable)) this.awaited.push(dependable);
  }

  /**
   * Refuses a value: synthesis ends with this and all other refusals in one message.
   *
   * @param refusal the value, what is allowed, and the remedy
   */
  public refuse(refusal: Refusal): void {
    // codes of parts that are not the library's own
    this.inspector.refuse({ ...refusal, code: refusal.code as BreachCode });
  }

  private nameSuffix(): string {
    const { scope } = this;
    if (this.suffix !== undefined) return this.suffix;
    let suffix = scope.node.tryFindChild("NameSuffix") as TerraformLocal | undefined;
    if (suffix === undefined) {
      const owner = Fn.join("/", [clientConfigOf(scope).subscriptionId, this.resourceGroupName, scope.node.path]);
      suffix = new TerraformLocal(scope, "NameSuffix", Fn.substr(Fn.sha256(owner), 0, SUFFIX_LENGTH));
    }
    this.suffix = suffix.asString;
    return this.suffix;
  }
}

const SUFFIX_LENGTH = 8;

function numberOf(given: number): number {
  return isToken(given) ? asNumber(given) : given;
}
