import type { Environment } from "./environment";

/**
 * How a model is run: Azure ML's inference configuration.
 * @see https://learn.microsoft.com/azure/machine-learning/how-to-deploy-online-endpoints#understand-the-scoring-script
 */
export interface InferenceConfig {
  /**
   * The scoring script, with `init()` and `run(...)`: its path in the source directory, for example `score.py`.
   */
  readonly entryScript: string;

  /**
   * The directory with the script and the modules it imports. What its `.dockerignore` names stays out of the image, or
   * without one what its `.amlignore` names. A relative path counts from the directory of `cdktf.json`.
   */
  readonly sourceDirectory: string;

  /** The Python packages that the script needs. */
  readonly environment: Environment;
}
