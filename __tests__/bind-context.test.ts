import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Testing, Tokenization } from "cdktf";
import { Construct } from "constructs";
import { BindContext, type BindContextProps, type Refusal, ValidationError } from "../lib";
import { KNOWN_TO_TERRAFORM } from "./support/numbers";
import { all, functionApp, only, roles, synth } from "./support/synth";
import { addApp, expressions, TestStack } from "./support/test-stack";

const IDENTITY = { id: "/identity", clientId: "client", principalId: "principal" };

function contextIn(stack: TestStack, props: Partial<BindContextProps> = {}, scope: Construct = stack): BindContext {
  return new BindContext(scope, { resourceGroup: stack.group, ...props });
}

describe("what a context tells of its app", () => {
  const context = (props?: Partial<BindContextProps>) => contextIn(new TestStack(), props);

  test("BindContext.resourceGroup, BindContext.resourceGroupName, BindContextProps.resourceGroup: where parts go", () => {
    const stack = new TestStack();
    const { resourceGroup, resourceGroupName } = contextIn(stack);
    expect(resourceGroup).toBe(stack.group);
    expect(expressions(stack, { resourceGroupName }).resourceGroupName).toBe("${azurerm_resource_group.Group.name}");
  });

  test("BindContext.location, BindContextProps.location: the resource group's without", () => {
    const stack = new TestStack();
    const { location } = contextIn(stack);
    expect(expressions(stack, { location }).location).toBe("${azurerm_resource_group.Group.location}");
    expect(context({ location: "northeurope" }).location).toBe("northeurope");
  });

  test("BindContext.identity, BindContextProps.identity: none without, which means shared keys", () => {
    expect(context().identity).toBeUndefined();
    expect(context({ identity: IDENTITY }).identity).toEqual(IDENTITY);
  });

  test("BindContext.functionTimeoutMinutes, BindContext.functionTimeout, BindContextProps.functionTimeoutMinutes: 30 without", () => {
    const timeouts = (minutes?: number) => {
      const { functionTimeoutMinutes, functionTimeout } = context({ functionTimeoutMinutes: minutes });
      return [functionTimeoutMinutes, functionTimeout];
    };
    expect(timeouts()).toEqual([30, "00:30:00"]);
    expect(timeouts(61)).toEqual([61, "01:01:00"]);
  });

  test.each(KNOWN_TO_TERRAFORM)("numbers that Terraform knows: %s", (_, { of, operand, text }) => {
    const stack = new TestStack();
    const number = of(stack);
    const context = contextIn(stack, { functionTimeoutMinutes: number, predictionsPerInstance: number });
    const { functionTimeout, predictionsPerInstance } = context;
    expect(expressions(stack, { functionTimeout, told: Tokenization.stringifyNumber(predictionsPerInstance) })).toEqual(
      {
        functionTimeout: `\${format("%02d:%02d:00", floor((${operand} / 60)), (${operand} % 60))}`,
        told: text,
      },
    );
  });

  test("BindContext.predictionsPerInstance, BindContextProps.predictionsPerInstance: 1 without", () => {
    expect(context().predictionsPerInstance).toBe(1);
    expect(context({ predictionsPerInstance: 6 }).predictionsPerInstance).toBe(6);
  });

  test("BindContext.tags, BindContextProps.tags: none without", () => {
    expect(context().tags).toBeUndefined();
    expect(context({ tags: { owner: "ml" } }).tags).toEqual({ owner: "ml" });
  });
});

describe("names", () => {
  /** Of the given kind, in a construct of the given id. */
  const named = (id: string, name: (context: BindContext) => string) => {
    const stack = new TestStack();
    return expressions(stack, { name: name(contextIn(stack, {}, new Construct(stack, id))) }).name;
  };
  /** A name's length once Terraform has put the suffix of eight characters into it. */
  const lengthOf = (name: string) => name.replace(/\$\{[^}]+\}/g, "12345678").length;

  test("BindContext.uniqueName: a slug, the suffix, the purpose", () => {
    const name = (id: string, purpose: string) => named(id, (context) => context.uniqueName(purpose, 60));
    expect(name("DiabetesRisk", "plan")).toBe("diabetes-risk-${local.DiabetesRisk_NameSuffix}-plan");
    expect(name("DiabetesRisk", "")).toBe("diabetes-risk-${local.DiabetesRisk_NameSuffix}");
    expect(name("1st", "")).toMatch(/^ml-1st-\$/);
    expect(name("Größe", "")).toMatch(/^gro-e-/);
  });

  test("BindContext.uniqueAlphanumericName: letters and digits, then the purpose and the suffix", () => {
    const name = (id: string, purpose: string) => named(id, (context) => context.uniqueAlphanumericName(purpose, 24));
    expect(name("DiabetesRisk", "host")).toBe("diabetesriskhost${local.DiabetesRisk_NameSuffix}");
    expect(name("DiabetesRisk", "")).toBe("diabetesrisk${local.DiabetesRisk_NameSuffix}");
  });

  test.each([
    ["one letter", "A"],
    ["a digit first", "1st"],
    ["accents", "Größe"],
    ["70 letters", "D".repeat(70)],
    ["260 characters of all kinds", `Risk-Of.Loss_${"x".repeat(247)}`],
    ["hyphens alone", "---"],
    ["no Latin letter", "日本"],
  ])("keep to their bounds and to what Azure takes: %s", (_, id) => {
    const stack = new TestStack();
    const context = contextIn(stack, {}, new Construct(stack, id));
    const bounds = [24, 32, 50, 60];
    const named = expressions(
      stack,
      Object.fromEntries(
        bounds.flatMap((bound) => [
          [`readable${bound}`, context.uniqueName("plan", bound)],
          [`letters${bound}`, context.uniqueAlphanumericName("host", bound)],
        ]),
      ),
    );
    for (const bound of bounds) {
      expect(lengthOf(named[`readable${bound}`]!)).toBeLessThanOrEqual(bound);
      expect(named[`readable${bound}`]).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*-\$\{local\.[^}]+\}-plan$/);
      expect(lengthOf(named[`letters${bound}`]!)).toBeLessThanOrEqual(bound);
      expect(named[`letters${bound}`]).toMatch(/^[a-z][a-z0-9]*\$\{local\.[^}]+\}$/);
    }
  });

  test("of a function app keep to the 32 characters that host ids have", () => {
    const stack = new TestStack();
    const nested = new Construct(new Construct(stack, "A".repeat(40)), "B".repeat(40));
    const app = addApp(stack, { functionAppName: contextIn(stack, {}, nested).uniqueName("", 32) });
    expect(lengthOf(functionApp(synth(stack)).name)).toBe(32);
    expect(app.node.id).toBe("App");
  });

  test("have a suffix of subscription, resource group and path, so that no two users of one example collide", () => {
    const suffixes = (stackId: string, appId: string, group?: string) => {
      const stack = new TestStack(stackId);
      const resourceGroup = group
        ? new ResourceGroup(stack, "Other", { name: group, location: "westeurope" })
        : undefined;
      addApp(stack, resourceGroup ? { resourceGroup } : {}, appId);
      return Object.values(synth(stack).locals);
    };
    const suffix = (group: string, path: string) =>
      `\${substr(sha256(join("/", [data.azurerm_client_config.MlFunctionsClientConfig.subscription_id, ` +
      `azurerm_resource_group.${group}.name, "${path}"])), 0, 8)}`;
    expect(suffixes("one", "App")).toEqual([suffix("Group", "one/App")]);
    expect(suffixes("two", "App")).toEqual([suffix("Group", "two/App")]);
    expect(suffixes("one", "Other")).toEqual([suffix("Group", "one/Other")]);
    expect(suffixes("one", "App", "elsewhere")).toEqual([suffix("Other", "one/App")]);
  });

  test("differ between two apps of one stack", () => {
    const stack = new TestStack();
    addApp(stack, {}, "First");
    addApp(stack, {}, "Second");
    const json = synth(stack);
    const names = Object.values(all(json, "azurerm_linux_function_app")).map(({ name }) => name);
    expect(names).toEqual(["first-${local.First_NameSuffix}", "second-${local.Second_NameSuffix}"]);
    expect(new Set(Object.values(json.locals)).size).toBe(2);
  });
});

describe("roles", () => {
  test("BindContext.grantRole: assigned to the identity, and awaited", () => {
    const stack = new TestStack();
    const context = contextIn(stack, { identity: IDENTITY });
    context.grantRole(stack, "Reader", "/resource", "Reader");
    expect(only(synth(stack), "azurerm_role_assignment")).toEqual({
      scope: "/resource",
      role_definition_name: "Reader",
      principal_id: "principal",
      principal_type: "ServicePrincipal",
      skip_service_principal_aad_check: true,
    });
    expect(context.dependencies).toHaveLength(1);
  });

  test("BindContextProps.assignRoles: true without; without an identity there is none to assign to", () => {
    const granted = (props: Partial<BindContextProps>) => {
      const stack = new TestStack();
      contextIn(stack, props).grantRole(stack, "Reader", "/resource", "Reader");
      return roles(synth(stack));
    };
    expect(granted({ identity: IDENTITY })).toEqual(["Reader on /resource"]);
    expect(granted({ identity: IDENTITY, assignRoles: true })).toEqual(["Reader on /resource"]);
    expect(granted({ identity: IDENTITY, assignRoles: false })).toEqual([]);
    expect(granted({})).toEqual([]);
  });

  test("are assigned once a stack, under an id that no order of those who ask changes, and awaited by all", () => {
    const asked = (...order: string[]) => {
      const stack = new TestStack();
      for (const id of order) {
        const scope = new Construct(stack, id);
        contextIn(stack, { identity: IDENTITY }, scope).grantRole(scope, id, stack.group.id, "Reader");
      }
      return Object.keys(all(synth(stack), "azurerm_role_assignment"));
    };
    expect(asked("First", "Second")).toHaveLength(1);
    expect(asked("First", "Second")).toEqual(asked("Second", "First"));

    const stack = new TestStack();
    const contexts = ["First", "Second"].map((id) => {
      const scope = new Construct(stack, id);
      const context = contextIn(stack, { identity: IDENTITY }, scope);
      context.grantRole(scope, "Reader", stack.group.id, "Reader");
      context.grantRole(scope, "Again", stack.group.id, "Reader");
      return context;
    });
    expect(Object.keys(all(synth(stack), "azurerm_role_assignment"))).toHaveLength(1);
    const [first, second] = contexts.map(({ dependencies }) => dependencies);
    expect(first).toHaveLength(1);
    expect(second).toHaveLength(1);
    expect(second![0]).toBe(first![0]);
  });

  test("differ by role, by resource, by identity and by stack", () => {
    const app = Testing.app();
    const stack = new TestStack("one", app);
    const other = { ...IDENTITY, principalId: "other" };
    const grant = (to: TestStack, id: string, identity: typeof IDENTITY, resource: string, role: string) =>
      contextIn(to, { identity }).grantRole(to, id, resource, role);
    grant(stack, "A", IDENTITY, "/resource", "Reader");
    grant(stack, "B", IDENTITY, "/resource", "Owner");
    grant(stack, "C", IDENTITY, "/elsewhere", "Reader");
    grant(stack, "D", other, "/resource", "Reader");
    const second = new TestStack("two", app);
    grant(second, "A", IDENTITY, "/resource", "Reader");
    expect(Object.keys(all(synth(stack), "azurerm_role_assignment"))).toHaveLength(4);
    expect(Object.keys(all(synth(second), "azurerm_role_assignment"))).toHaveLength(1);
  });
});

test("BindContext.waitFor, BindContext.dependencies: each once, as a copy", () => {
  const stack = new TestStack();
  const context = contextIn(stack);
  context.waitFor(stack.group);
  context.waitFor(stack.group);
  expect(context.dependencies).toHaveLength(1);
  expect(context.dependencies[0]).toBe(stack.group);
  context.dependencies.pop();
  expect(context.dependencies).toHaveLength(1);
});

describe("BindContext.refuse", () => {
  const refusal: Refusal = {
    code: "own-rule",
    prop: "hub.name",
    value: "x",
    message: "two characters or more",
    remedy: "Give a longer name.",
    link: "https://example.com/names",
  };

  function refused(...refusals: Refusal[]): ValidationError {
    const stack = new TestStack();
    const scope = new Construct(stack, "Part");
    refusals.forEach((one) => contextIn(stack, {}, scope).refuse(one));
    try {
      synth(stack);
    } catch (error) {
      return error as ValidationError;
    }
    throw new Error("Nothing was refused.");
  }

  test("Refusal.code, Refusal.prop, Refusal.value, Refusal.message, Refusal.remedy, Refusal.link: are told at synthesis, with the part's path", () => {
    const error = refused(refusal);
    expect(error.message).toContain("test/Part");
    for (const told of Object.values(refusal)) expect(error.message).toContain(told);
  });

  test("Breach.code, Breach.path, Breach.prop, Breach.value, Breach.message, Breach.remedy, Breach.link: are what programs read", () => {
    expect(refused(refusal).breaches).toEqual([{ ...refusal, path: "test/Part", value: '"x"' }]);
    expect(refused({ ...refusal, link: undefined }).breaches[0]).not.toHaveProperty("link");
  });

  test("refusals of all parts are told together", () => {
    expect(refused(refusal, { ...refusal, prop: "hub.size" }).breaches.map(({ prop }) => prop)).toEqual([
      "hub.name",
      "hub.size",
    ]);
  });
});
