import { TerraformOutput } from "cdktf";
import { HttpMlFunctionApp, HttpTrigger, type HttpTriggerProps } from "../../lib";
import { functionApp, synth, warnings } from "../support/synth";
import { appWith, publicImage, TestStack } from "../support/test-stack";

function httpApp(props: HttpTriggerProps = {}) {
  const stack = new TestStack();
  const app = new HttpMlFunctionApp(stack, "App", { resourceGroup: stack.group, image: publicImage(), ...props });
  new TerraformOutput(stack, "url", { value: app.scoringUrl });
  return synth(stack);
}

const settings = (props?: HttpTriggerProps) => functionApp(httpApp(props)).app_settings;

test("HttpTrigger.bind: makes nothing and names its module", () => {
  expect(appWith({ trigger: new HttpTrigger() }).app_settings).toEqual(settings());
  expect(settings().ML_TRIGGER).toBe("http");
});

test("HttpTriggerProps.authLevel: function without", () => {
  expect(settings().ML_TRIGGER_AUTH_LEVEL).toBe("function");
  expect(settings({ authLevel: "admin" }).ML_TRIGGER_AUTH_LEVEL).toBe("admin");
  expect(settings({ authLevel: "anonymous" }).ML_TRIGGER_AUTH_LEVEL).toBe("anonymous");
});

test("HttpTriggerProps.methods: those of an Azure ML endpoint without", () => {
  expect(settings().ML_TRIGGER_METHODS).toBe("GET,POST,OPTIONS");
  expect(settings({ methods: ["POST"] }).ML_TRIGGER_METHODS).toBe("POST");
  expect(settings({ methods: ["POST", "HEAD"] }).ML_TRIGGER_METHODS).toBe("POST,HEAD");
});

test("HttpMlFunctionApp.scoringUrl: at the host name that Azure gives", () => {
  expect(httpApp().output.url.value).toBe("https://${azurerm_linux_function_app.App.default_hostname}/score");
});

test("anonymous access is warned of", () => {
  const told = (authLevel?: string) => {
    const stack = new TestStack();
    new HttpMlFunctionApp(stack, "App", { resourceGroup: stack.group, image: publicImage(), authLevel });
    return warnings(stack);
  };
  expect(told()).toEqual([]);
  expect(told("anonymous")).toEqual([expect.stringContaining("opens /score to everyone")]);
});
