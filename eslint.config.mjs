import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "**/cdktf.out/", "coverage/", "**/.venv*/"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["lib/**/*.ts"],
    rules: {
      // the index of the provider bindings costs seconds at every synth
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "@cdktf/provider-azurerm", message: "Import the resource's sub-path." },
            { name: "@cdktf/provider-docker", message: "Import the resource's sub-path." },
          ],
        },
      ],
      "no-console": "error",
    },
  },
  { files: ["*.js", "**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
