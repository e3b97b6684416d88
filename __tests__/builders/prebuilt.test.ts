import { execFileSync } from "child_process";
import { existsSync, readFileSync } from "fs";
import { join } from "path";
import { Testing } from "cdktf";
import { ImageBuilder, ModelImage } from "../../lib";
import { type ContextQuery, describeContext } from "../../lib/cli/context";
import { addresses, functionApp } from "../support/synth";
import { diabetes, givenRegistry, TestStack } from "../support/test-stack";
import { builtBy, directoryWith, hashOf, write, written } from "./image-build";

describe("ImageBuilder.prebuilt", () => {
  test("ImageBuilder.prebuilt: the app runs what was pushed under the content hash, and nothing builds it", () => {
    const json = builtBy(ImageBuilder.prebuilt(), { registry: givenRegistry(), repositoryName: "team/model" });
    expect(functionApp(json).site_config.application_stack.docker[0]).toEqual({
      registry_url: "https://given.azurecr.io",
      image_name: "team/model",
      image_tag: hashOf(ImageBuilder.docker()),
    });
    expect(addresses(json).filter((address) => /docker|registry|App_Image/.test(address))).toEqual([]);
  });

  test("what shapes the image is hashed as for every builder", () => {
    const options = { buildArgs: { VERSION: "1" }, target: "final" };
    expect(hashOf(ImageBuilder.prebuilt(options))).toBe(hashOf(ImageBuilder.docker(options)));
  });
});

describe(".terraformignore", () => {
  const ignored = (directory: string) => readFileSync(join(directory, ".terraformignore"), "utf8");
  const given = { registry: givenRegistry() };

  test("ImageBuilderConfig.contextRead: keeps a context that Terraform does not read out of an upload", () => {
    const { directory } = written(ImageBuilder.prebuilt(), given);
    expect(ignored(directory)).toBe(`build-contexts/${hashOf(ImageBuilder.prebuilt())}\n`);
  });

  test("is gone when another builder reads the context", () => {
    const { output } = written(ImageBuilder.prebuilt(), given);
    const { directory } = written(ImageBuilder.docker(), given, output);
    expect(existsSync(join(directory, ".terraformignore"))).toBe(false);
  });
});

describe("the command context", () => {
  const given = { registry: givenRegistry(), repositoryName: "team/model" };
  const ask = (output: string, query: Partial<ContextQuery> = {}) =>
    describeContext({ stack: "test", output, json: false, ...query });

  function withTwoImages(): string {
    const output = directoryWith();
    const stack = new TestStack("test", Testing.app({ outdir: output }));
    for (const id of ["One", "Two"]) {
      const builder = ImageBuilder.prebuilt({ buildArgs: { NAME: id } });
      new ModelImage(stack, id, { ...diabetes({ builder }), resourceGroup: stack.group, registry: givenRegistry() });
    }
    write(stack, output);
    return output;
  }

  test("says where the context is, and what to push it as", () => {
    const { output } = written(ImageBuilder.prebuilt({ target: "final" }), given);
    const hash = hashOf(ImageBuilder.prebuilt({ target: "final" }));
    const directory = join(output, "stacks/test/build-contexts", hash);
    expect(ask(output).split("\n")).toEqual([
      `directory=${directory}`,
      "repository=team/model",
      `tag=${hash}`,
      "platform=linux/amd64",
      "target=final",
      "registry=given.azurecr.io",
      "",
    ]);
    expect(existsSync(join(directory, "Dockerfile"))).toBe(true);
  });

  test("leaves out what Terraform computes", () => {
    const { output } = written(ImageBuilder.docker());
    expect(ask(output)).not.toContain("registry=");
    expect(ask(output)).not.toContain("TfToken");
  });

  test("--json: has the build arguments besides", () => {
    const output = withTwoImages();
    expect(JSON.parse(ask(output, { json: true, image: "test/Two" }))).toMatchObject({
      image: "test/Two",
      repository: "two",
      buildArgs: { NAME: "Two" },
    });
  });

  test("--image: chooses among several", () => {
    const output = withTwoImages();
    expect(ask(output, { image: "test/One" })).toContain("repository=one\n");
    expect(() => ask(output)).toThrow("several images. Name one with --image: test/One, test/Two.");
    expect(() => ask(output, { image: "test/Three" })).toThrow("no image test/Three. There is: test/One, test/Two.");
  });

  test("tells what is missing", () => {
    expect(() => ask(directoryWith())).toThrow("Run cdktf synth first");
    const { output } = written(ImageBuilder.prebuilt(), given);
    expect(() => ask(output, { stack: "other" })).toThrow("No stack other");
    const empty = directoryWith();
    write(new TestStack("test", Testing.app({ outdir: empty })), empty);
    expect(() => ask(empty)).toThrow("builds no image");
  });

  test("is a command", () => {
    const { output } = written(ImageBuilder.prebuilt(), given);
    const root = join(__dirname, "../..");
    const run = (...args: string[]) =>
      execFileSync(process.execPath, ["--import", "tsx", "lib/cli/index.ts", ...args], {
        cwd: root,
        encoding: "utf8",
        stdio: "pipe",
      });
    expect(run("context", "test", "--output", output)).toBe(ask(output));
    expect(run("--help")).toMatch(/^Usage: cdktf-azure-ml-functions context/);
    for (const wrong of [[], ["context"], ["contexts", "test"], ["context", "test", "--other"], ["context", "no"]]) {
      expect(() => run(...wrong)).toThrow(expect.objectContaining({ status: 2 }));
    }
  });
});
