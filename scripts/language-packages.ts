import { execFileSync } from "child_process";

/** Languages in which jsii-pacmak writes a project; that for Python is made into a package. */
export const LANGUAGES = ["java", "go", "dotnet"] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * Writes a project for each language into a directory of its name.
 * @param directory where the library was compiled
 */
export function writeLanguagePackages(
  directory: string,
  output: string,
  languages: readonly (Language | "python")[],
): void {
  // fingerprints have the time in them
  const options = ["--code-only", "--no-npmignore", "--no-fingerprint", "--outdir", output, "--targets", ...languages];
  execFileSync(process.execPath, [require.resolve("jsii-pacmak/bin/jsii-pacmak"), ...options], {
    cwd: directory,
    // what is compiled is packed as it is
    env: { ...process.env, npm_config_ignore_scripts: "true", JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "20" },
    stdio: ["ignore", "inherit", "inherit"],
  });
}
