import { ApplicationInsights } from "@cdktf/provider-azurerm/lib/application-insights";
import { DataAzurermApplicationInsights } from "@cdktf/provider-azurerm/lib/data-azurerm-application-insights";
import { AzureApplicationInsights, Monitoring } from "../../lib";
import { all, functionApp, roles, synth } from "../support/synth";
import { addApp, TestStack } from "../support/test-stack";

const kinds: [string, { id: string; connection: string }, (stack: TestStack) => AzureApplicationInsights][] = [
  [
    "AzureApplicationInsights.fromResource",
    {
      id: "${azurerm_application_insights.Given.id}",
      connection: "${azurerm_application_insights.Given.connection_string}",
    },
    (stack) =>
      AzureApplicationInsights.fromResource(
        new ApplicationInsights(stack, "Given", {
          name: "given",
          resourceGroupName: "shared",
          location: "westeurope",
          applicationType: "web",
        }),
      ),
  ],
  [
    "AzureApplicationInsights.fromDataSource",
    {
      id: "${data.azurerm_application_insights.Given.id}",
      connection: "${data.azurerm_application_insights.Given.connection_string}",
    },
    (stack) =>
      AzureApplicationInsights.fromDataSource(
        new DataAzurermApplicationInsights(stack, "Given", { name: "given", resourceGroupName: "shared" }),
      ),
  ],
  [
    "AzureApplicationInsights.fromAttributes, ApplicationInsightsAttributes.id, ApplicationInsightsAttributes.connectionString",
    { id: "/given", connection: "InstrumentationKey=given" },
    () => AzureApplicationInsights.fromAttributes({ id: "/given", connectionString: "InstrumentationKey=given" }),
  ],
];

test.each(kinds)("%s: is sent to", (_, { id, connection }, component) => {
  const stack = new TestStack();
  addApp(stack, { monitoring: Monitoring.existingApplicationInsights(component(stack)) });
  const json = synth(stack);
  expect(functionApp(json).site_config.application_insights_connection_string).toBe(connection);
  expect(roles(json)).toContain(`Monitoring Metrics Publisher on ${id}`);
  expect(Object.keys(all(json, "azurerm_application_insights"))).not.toContain("App_Insights");
});

test("AzureApplicationInsights.id, AzureApplicationInsights.connectionString: what was given", () => {
  const given = { id: "/given", connectionString: "InstrumentationKey=given" };
  expect({ ...AzureApplicationInsights.fromAttributes(given) }).toEqual(given);
});
