import { builtinModules } from "node:module";
import { defineConfig, globalIgnores } from "eslint/config";
import importSort from "eslint-plugin-simple-import-sort";
import tseslint from "typescript-eslint";

// the plugin marks an `import type` by a null character behind the module's name
const BUILTINS = `^(node:.*|(${builtinModules.join("|")})(/[^\\0]*)?)\\0?$`;

export default defineConfig(
  globalIgnores(["dist/", "packages/", "node_modules/", "**/cdktf.out/", "coverage/", "**/.venv*/"]),
  tseslint.configs.recommendedTypeChecked,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "import-sort": importSort },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // one block of imports: Node's modules, packages, parents, siblings
      "import-sort/imports": ["error", { groups: [[BUILTINS, "^@?\\w", "^\\.\\.", "^\\."]] }],
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
  {
    files: ["__tests__/**/*.ts"],
    rules: {
      // assertions reach deep into synthesized JSON, and rules are given what types forbid: both are `any`
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  // no TypeScript project has them
  { files: ["**/*.{js,cjs,mjs}"], extends: [tseslint.configs.disableTypeChecked] },
  { files: ["*.js", "**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
