import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DockerfileSpec, renderDockerfile } from "../../../lib/private/image/dockerfile";

const template = readFileSync(join(__dirname, "../../../image/Dockerfile"), "utf8");

function render(spec: Partial<DockerfileSpec> = {}): string {
  return renderDockerfile(template, {
    pythonVersion: "3.12",
    environment: "pip",
    file: "requirements.txt",
    versionControl: [],
    systemPackages: [],
    pipSecret: false,
    hashed: false,
    models: [{ name: "diabetes", version: "1" }],
    entryScript: "score.py",
    settings: {},
    ...spec,
  });
}

/** Instructions in order: their first word, and for COPY the sources. */
function steps(dockerfile: string): string[] {
  return dockerfile
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => (line.startsWith("COPY") ? line.replace(/["[\],]/g, "").replace(/ \S+$/, "") : line.split(" ")[0]!));
}

describe("a rendered Dockerfile", () => {
  test("has its layers from what changes least to what changes most", () => {
    expect(steps(render({ systemPackages: ["libgl1"] }))).toEqual([
      "ARG",
      "FROM",
      "RUN",
      "FROM",
      "RUN",
      "ENV",
      "WORKDIR",
      "COPY environment/",
      "COPY runtime/requirements.txt runtime/check_environment.py",
      "RUN",
      "FROM",
      "COPY --from=environment /opt/ml/python",
      "RUN",
      "ENV",
      "ENV",
      "COPY models/diabetes/1/",
      "COPY models.sha256 runtime/check_unchanged_since_synth.py",
      "RUN",
      "COPY runtime/",
      "COPY app/",
      "COPY app.sha256",
      "RUN",
    ]);
  });

  test.each(["3.10", "3.11", "3.12", "3.13"])("starts with the Functions base image of Python %s", (pythonVersion) => {
    expect(render({ pythonVersion })).toMatch(
      `ARG BASE_IMAGE=mcr.microsoft.com/azure-functions/python:4-python${pythonVersion}\n`,
    );
    expect(render({ pythonVersion }).indexOf("ARG BASE_IMAGE=")).toBe(0);
    expect(render({ pythonVersion })).toMatch(/^FROM \$\{BASE_IMAGE\} AS system$/m);
    expect(render({ pythonVersion })).toMatch(/^FROM system AS final$/m);
  });

  test("installs the runtime's packages apart where the environment's have hashes, as pip takes none without then", () => {
    const both = "--requirement requirements.txt     --requirement /opt/ml/runtime";
    const joined = (spec: Partial<DockerfileSpec>) => render(spec).replace(/\\\n/g, "");
    expect(joined({})).toContain(both);
    expect(joined({ hashed: true })).not.toContain(both);
    expect(joined({ hashed: true })).toContain("&& python -m pip install --no-cache-dir --requirement /opt/ml/runtime");
    expect(joined({ hashed: true, pipSecret: true })).toContain(
      "&& PIP_CONFIG_FILE=/run/secrets/pip_conf python -m pip",
    );
  });

  test("takes another base image", () => {
    expect(render({ baseImage: "registry.example.com/python:1" })).toMatch(
      /^ARG BASE_IMAGE=registry\.example\.com\/python:1\n/,
    );
  });

  test("installs system packages in a layer that keeps no package lists", () => {
    expect(render()).not.toContain("apt-get");
    expect(render({ systemPackages: ["libgl1", "ffmpeg"] })).toMatch(
      /apt-get install --yes --no-install-recommends libgl1 ffmpeg \\\n {4}&& rm -rf \/var\/lib\/apt\/lists/,
    );
  });

  test("installs all requirements at once, without pip's cache, and checks them", () => {
    expect(render()).toMatch(
      /ENV PATH=\/opt\/ml\/python\/bin:\S+\n[^]*RUN python -m pip install --no-cache-dir --requirement requirements\.txt \\\n +--requirement \S+runtime\/requirements\.txt \\\n +&& python \S+check_environment\.py\n/,
    );
  });

  test("mounts the private index's pip.conf as a secret, for pip and only where one is given", () => {
    expect(render()).not.toContain("--mount");
    const mounts = (text: string) => text.match(/^RUN --mount=type=secret,id=pip_conf,required=true .*pip/gm)?.length;
    expect(mounts(render({ pipSecret: true }))).toBe(1);
    expect(mounts(render({ pipSecret: true, environment: "conda" }))).toBe(2);
  });

  test.each(["pip", "conda"] as const)("has the worker run on an environment of the app's own: %s", (environment) => {
    const dockerfile = render({ environment, pythonVersion: "3.13", systemPackages: ["libgl1"] });
    const [, ...stages] = dockerfile.split(/^FROM .* AS /m);
    expect(stages.map((stage) => stage.split("\n", 1)[0]).sort()).toEqual(["environment", "final", "system"]);
    const final = stages.find((stage) => stage.startsWith("final\n"));
    expect(final).toContain("COPY --from=environment /opt/ml/python /opt/ml/python\n");
    expect(final).toContain(
      "ENV languageWorkers__python__defaultExecutablePath=/opt/ml/python/bin/python PATH=/opt/ml/",
    );
    expect(final).toContain(
      "ln -s /opt/ml/python/lib/python3.13/site-packages /home/site/wwwroot/.python_packages/lib/site-packages\n",
    );
    expect(final).not.toMatch(/apt-get|pip install/);
  });

  test("says how many threads the worker makes, as the host would say 1000", () => {
    expect(render()).toContain("    PYTHON_THREADPOOL_THREAD_COUNT=8 \\\n");
  });

  test("makes a conda environment in a stage of its own, which the worker runs on", () => {
    const dockerfile = render({ environment: "conda", pythonVersion: "3.11" });
    expect(steps(dockerfile)).toEqual([
      "ARG",
      "ARG",
      "FROM",
      "USER",
      "COPY environment/",
      "RUN",
      "COPY runtime/requirements.txt runtime/check_environment.py",
      "RUN",
      "FROM",
      "FROM",
      "COPY --from=environment /opt/ml/python",
      "RUN",
      "ENV",
      "ENV",
      "COPY models/diabetes/1/",
      "COPY models.sha256 runtime/check_unchanged_since_synth.py",
      "RUN",
      "COPY runtime/",
      "COPY app/",
      "COPY app.sha256",
      "RUN",
    ]);
    expect(dockerfile).toContain("python=3.11 pip\n");
    expect(dockerfile).toContain("languageWorkers__python__defaultExecutablePath=/opt/ml/python/bin/python");
    expect(dockerfile).not.toContain("requirements.txt /opt/ml/environment/");
  });

  test("tells the script where one model lies, and where several do", () => {
    expect(render()).toContain('AZUREML_MODEL_DIR="/var/azureml-app/azureml-models/diabetes/1"');
    const several = render({
      models: [
        { name: "a", version: "1" },
        { name: "b", version: "7" },
      ],
    });
    expect(several).toContain('AZUREML_MODEL_DIR="/var/azureml-app/azureml-models"');
    expect(several).toContain('COPY ["models/a/1/", "/var/azureml-app/azureml-models/a/1/"]');
    expect(several).toContain('COPY ["models/b/7/", "/var/azureml-app/azureml-models/b/7/"]');
    expect(render({ models: [] })).not.toContain("COPY [");
  });

  test("takes the entry script's path literally", () => {
    expect(render({ entryScript: 'my $code/"score".py' })).toContain(
      'AZUREML_ENTRY_SCRIPT="my \\$code/\\"score\\".py"',
    );
  });

  test("has nothing left of the template", () => {
    for (const environment of ["pip", "conda"] as const) {
      expect(render({ environment, pipSecret: true, systemPackages: ["a"] })).not.toMatch(/\{\{|^#\S/m);
    }
  });
});

test("a template that uses an unknown value is refused", () => {
  const spec: DockerfileSpec = {
    pythonVersion: "3.12",
    environment: "pip",
    file: "requirements.txt",
    versionControl: [],
    systemPackages: [],
    pipSecret: false,
    hashed: false,
    models: [],
    entryScript: "score.py",
    settings: {},
  };
  expect(() => renderDockerfile("FROM {{nothing}}\n", spec)).toThrow("nothing");
  expect(() => renderDockerfile("#if nothing\nRUN x\n#end\n", spec)).toThrow("nothing");
});
