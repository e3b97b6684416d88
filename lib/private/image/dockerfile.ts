/** What shapes the image beside the files of its build context. */
export interface DockerfileSpec {
  /** @default - the Azure Functions base image of the Python version */
  readonly baseImage?: string | undefined;
  /** `3.10` to `3.13`: the version of the base image's Functions worker. */
  readonly pythonVersion: string;
  /** `pip` installs what the file names, `conda` makes an environment of it. */
  readonly environment: "pip" | "conda";
  /** Its name in `environment/`. */
  readonly file: string;
  /** Debian packages that pip needs to fetch packages, and the app does not. */
  readonly versionControl: readonly string[];
  /** Debian packages. */
  readonly systemPackages: readonly string[];
  /** Whether a `pip.conf` is given as the build secret `pip_conf`; needs a builder that knows secret mounts. */
  readonly pipSecret: boolean;
  /** Whether the requirements have hashes: pip then takes none without, the runtime's own. */
  readonly hashed: boolean;
  readonly models: readonly { readonly name: string; readonly version: string }[];
  /** Path of the entry script in `app/`. */
  readonly entryScript: string;
  /** Environment variables. */
  readonly settings: { readonly [name: string]: string };
}

const MODELS_DIRECTORY = "/var/azureml-app/azureml-models";
const PIP_CONFIG_FILE = "PIP_CONFIG_FILE=/run/secrets/pip_conf ";
const PIP_CONF = `--mount=type=secret,id=pip_conf,required=true ${PIP_CONFIG_FILE}`;

/**
 * Renders the template `image/Dockerfile`.
 *
 * `#if` and `#for` blocks of the template end with `#end` and do not nest, `{{name}}` is replaced by a value, and lines that
 * begin with `##` are dropped.
 */
export function renderDockerfile(template: string, spec: DockerfileSpec): string {
  const conditions: Record<string, boolean> = {
    pip: spec.environment === "pip",
    conda: spec.environment === "conda",
    systemPackages: spec.systemPackages.length > 0,
    condaVersionControl: spec.environment === "conda" && spec.versionControl.length > 0,
    pipVersionControl: spec.environment === "pip" && spec.versionControl.length > 0,
  };
  const [model, ...others] = spec.models;
  const values = {
    pythonVersion: spec.pythonVersion,
    systemPackages: spec.systemPackages.join(" "),
    versionControl: spec.versionControl.join(" "),
    file: spec.file,
    pipConf: spec.pipSecret ? PIP_CONF : "",
    thenInstall: spec.hashed ? `&& ${spec.pipSecret ? PIP_CONFIG_FILE : ""}python -m pip install --no-cache-dir ` : "",
    modelDirectory: quote(
      model && others.length === 0 ? `${MODELS_DIRECTORY}/${model.name}/${model.version}` : MODELS_DIRECTORY,
    ),
    entryScript: quote(spec.entryScript),
    settings: Object.entries(spec.settings)
      .map(([name, value]) => ` \\\n    ${name}=${quote(value)}`)
      .join(""),
  };
  const text = template
    .replace(/^##.*\n/gm, "")
    .replace(/^#if (\w+)\n([^]*?)^#end\n/gm, (_, name: string, block: string) =>
      lookUp(conditions, name) ? block : "",
    )
    .replace(/^#for model\n([^]*?)^#end\n/gm, (_, block: string) =>
      spec.models.map(({ name, version }) => fill(block, { name, version })).join(""),
    );
  return fill(text, values).replace(/^ARG BASE_IMAGE=.*/, (line) =>
    spec.baseImage === undefined ? line : `ARG BASE_IMAGE=${spec.baseImage}`,
  );
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => lookUp(values, name));
}

function lookUp<T>(values: Record<string, T>, name: string): T {
  const value = values[name];
  if (value === undefined) {
    throw new Error(`image/Dockerfile uses ${name}, which lib/private/image/dockerfile.ts does not know.`);
  }
  return value;
}

/** A value of an `ENV` instruction, taken literally. */
function quote(value: string): string {
  return `"${value.replace(/["\\$]/g, "\\$&")}"`;
}
