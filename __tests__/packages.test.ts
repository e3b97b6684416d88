import { readFileSync } from "fs";
import { join } from "path";
import { rewrite, rewritePackageJson } from "../scripts/cdktn";
import { filesIn } from "./support/staged";

const ROOT = join(__dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

describe("the package for CDK Terrain", () => {
  const sources = [...filesIn(join(ROOT, "lib")).map((file) => join("lib", file)), "main.ts"];

  test("imports nothing that is for CDK for Terraform", () => {
    const imports = sources.flatMap((path) => [...rewrite(path, read(path)).matchAll(/(?:from|import\() ?"([^"]+)"/g)]);
    const packages = new Set(imports.map(([, name]) => /^(@[^/]+\/)?[^/]+/.exec(name!)![0]));
    expect(packages).toContain("cdktn");
    expect([...packages].filter((name) => name.includes("cdktf"))).toEqual([]);
  });

  test("finds the bindings of the Docker provider from each of its files", () => {
    const docker = 'import { Image } from "@cdktf/provider-docker/lib/image";';
    expect(rewrite("lib/builders/docker.ts", docker)).toBe('import { Image } from "../../docker/image";');
    expect(rewrite("main.ts", docker)).toBe('import { Image } from "./docker/image";');
    expect(rewrite("docs/x.md", docker)).toBe('import { Image } from "cdktn-azure-ml-functions/docker/image";');
  });

  test("keeps names of files, symbols and addresses, and the scheme of content hashes", () => {
    const kept = [
      "cdktf.json, cdktf.out and CDKTF_OUTDIR",
      'Symbol.for("cdktf/customSynthesis")',
      "https://developer.hashicorp.com/terraform/cdktf/concepts/providers",
      "cdktf-azure-ml-functions build context 1",
    ].join("\n");
    expect(rewrite("lib/x.ts", kept)).toBe(kept);
  });

  test("has a README for its users, with what it says of both packages unchanged", () => {
    const readme = rewrite("README.md", read("README.md"));
    expect(readme).toMatch(/^# cdktn-azure-ml-functions\n/);
    expect(readme).toContain('from "cdktn-azure-ml-functions/docker/provider"');
    const both = /<!-- both -->[^]*<!-- \/both -->/;
    expect(both.exec(readme)![0]).toBe(both.exec(read("README.md"))![0]);
  });

  test("differs from the other one in names, peers and the bindings it brings", () => {
    const [ours, theirs] = [read("package.json"), rewritePackageJson(read("package.json"))].map((text) => {
      return JSON.parse(text) as { readonly [field: string]: unknown };
    });
    const differing = Object.keys(theirs!).filter(
      (field) => JSON.stringify(ours![field]) !== JSON.stringify(theirs![field]),
    );
    expect(differing).toEqual(["name", "description", "keywords", "bin", "files", "peerDependencies", "jsii"]);
    expect(theirs).toMatchObject({ name: "cdktn-azure-ml-functions", peerDependencies: { cdktn: ">=0.23.0 <0.25.0" } });
    expect(JSON.stringify([theirs!.bin, theirs!.jsii])).not.toMatch(/cdktf(?!-azure-ml-functions\/)/i);
  });
});
