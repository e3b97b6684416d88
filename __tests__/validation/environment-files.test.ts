import { mkdirSync, symlinkSync, writeFileSync } from "fs";
import { dirname, join } from "path";
import { Environment } from "../../lib";
import { readRequirementFiles } from "../../lib/private/python/requirement-files";
import { fitsImage, readWheelName } from "../../lib/private/python/wheels";
import { FILES, type Files, project, stage } from "../support/staged";
import { breachesOf, environment, files, warningsOf } from "./support";

const WHEEL = "wheels/acme-1.0-py3-none-any.whl";
const LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
const PROJECT = '[project]\nname = "mypkg"\nversion = "1"\n';

/** What lies beside the requirements. */
const BESIDE: Files = {
  [WHEEL]: "a wheel",
  "acme-1.0-py3-none-any.whl": "a wheel",
  "my wheels/acme-1.0-py3-none-any.whl": "a wheel",
  "wheels/acme-1.0.tar.gz": "sources",
  "wheels/index.html": "links",
  "wheels/notes.txt": "hello",
  "wheels/deep/acme-2.0-py3-none-any.whl": "a wheel",
  "wheels/acme-1.0-cp310-cp310-linux_x86_64.whl": "a wheel",
  "wheels/acme-1.0-cp312-cp312-win_amd64.whl": "a wheel",
  "wheels/lfs-1.0-py3-none-any.whl": LFS,
  "wheels/acme.whl": "a wheel",
  "wheels/acme-1.0-py3-none-any.WHL": "a wheel",
  "base.txt": "numpy==2.3.3\n",
  "my base.txt": "numpy==2.3.3\n",
  "sub/r.txt": "-r ../base.txt\n-c c.txt\n",
  "sub/c.txt": "numpy<3\n",
  "sub/here.txt": "./acme-2.0-py3-none-any.whl\n",
  "sub/acme-2.0-py3-none-any.whl": "a wheel",
  "sub/links.txt": "-f ../my\\ wheels\n",
  "circle.txt": "-r circle2.txt\n",
  "circle2.txt": "numpy==2.3.3\n-r circle.txt\n",
  "self.txt": "-r requirements.txt\n",
  "conda.yml": "dependencies:\n- python=3.12\n",
  "pyproject.toml": PROJECT,
  "binary.txt": "a\0b",
  "lfs.txt": LFS,
  "wrong.txt": "numpy==2.3.3\n\nscipy=1.14 # conda's way\n",
  "extras.txt": "uvicorn[standard]==0.30.0\n",
  "unnamed.txt": "git+https://github.com/a/b\n",
  "mypkg/pyproject.toml": PROJECT,
  "mypkg/mypkg/__init__.py": "",
  "mypkg/requirements.txt": "numpy==2.3.3\n",
};

/** What is read of lines beside these files. */
function read(lines: string, more: Files = {}, pythonVersion = "3.12") {
  const directory = files({ ...BESIDE, ...more });
  symlinkSync("base.txt", join(directory, "link.txt"));
  symlinkSync("/etc/hostname", join(directory, "out.txt"));
  symlinkSync(files({ "acme-1.0-py3-none-any.whl": "a wheel" }), join(directory, "elsewhere"));
  const result = readRequirementFiles({ text: `${lines}\n`, directory, file: "requirements.txt" }, pythonVersion);
  return { ...result, paths: [...result.texts, ...result.trees].map(({ path }) => path) };
}

describe("files that are taken along", () => {
  test.each([
    ["-r base.txt", ["base.txt"]],
    ["-rbase.txt", ["base.txt"]],
    ["-r ./base.txt # why", ["base.txt"]],
    ["--requirement base.txt", ["base.txt"]],
    ["--requirement=base.txt", ["base.txt"]],
    ['-r "my base.txt"', ["my base.txt"]],
    ["-r my\\ base.txt", ["my base.txt"]],
    ["-r link.txt", ["link.txt"]],
    ["-r base.txt\n-r base.txt", ["base.txt"]],
    ["-r base.txt\n-c base.txt", ["base.txt"]],
    ["-c base.txt", ["base.txt"]],
    ["--constraint=base.txt", ["base.txt"]],
    ["-r sub/r.txt", ["base.txt", "sub/c.txt", "sub/r.txt"]],
    ["./wheels/acme-1.0-py3-none-any.whl", [WHEEL]],
    ["wheels/acme-1.0-py3-none-any.whl", [WHEEL]],
    ["wheels/../wheels//acme-1.0-py3-none-any.whl", [WHEEL]],
    ["./wheels/acme-1.0-py3-none-any.whl[extra] ; python_version >= '3.8'", [WHEEL]],
    ["./wheels/acme-1.0-py3-none-any.whl --hash=sha256:00", [WHEEL]],
    ["./my wheels/acme-1.0-py3-none-any.whl", ["my wheels/acme-1.0-py3-none-any.whl"]],
    ["acme-1.0-py3-none-any.whl", ["acme-1.0-py3-none-any.whl"]],
    ["./wheels/acme-1.0.tar.gz", ["wheels/acme-1.0.tar.gz"]],
    [
      "./wheels/acme-1.0-cp312-cp312-win_amd64.whl; sys_platform == 'win32'",
      ["wheels/acme-1.0-cp312-cp312-win_amd64.whl"],
    ],
    ["./none-1.0-py3-none-any.whl; sys_platform == 'win32'", []],
    ["./none-1.0-py3-none-any.whl; python_version < '3.12'", []],
    ["-r sub/links.txt", ["my wheels/acme-1.0-py3-none-any.whl", "sub/links.txt"]],
    ["--no-index --find-links .", ["acme-1.0-py3-none-any.whl"]],
    ["./mypkg[dev]", ["mypkg"]],
    ["mypkg/\n-r mypkg/requirements.txt", ["mypkg"]],
    ["--find-links https://example.com/wheels\n-r https://example.com/r.txt\n-e git+https://example.com/a#egg=a", []],
  ])("%s", (lines, expected) => {
    const { paths, problems } = read(lines);
    expect(problems).toEqual([]);
    expect(paths.sort()).toEqual(expected);
  });

  test("of a directory of packages, what pip looks at", () => {
    const beside = {
      "w/a-1-py3-none-any.whl": "x",
      "w/b-1.zip": "x",
      "w/i.html": "x",
      "w/README.md": "x",
      "w/d/c-1.zip": "x",
    };
    expect(read("-f w", beside).paths).toEqual(["w/a-1-py3-none-any.whl", "w/b-1.zip", "w/i.html"]);
  });

  test("names of all files are known, those of constraints only bound", () => {
    const { requirements, open } = read("-r sub/r.txt\nscipy==1.16.0", {
      "sub/c.txt": "numpy<3\nother==1\npydantic>2",
    });
    expect(open).toBe(false);
    expect(requirements.map(({ name, isConstraint = false }) => [name, isConstraint])).toEqual([
      ["scipy", false],
      ["numpy", false],
      ["numpy", true],
      // the runtime needs it
      ["pydantic", true],
    ]);
  });

  test.each(["./wheels/acme-1.0-py3-none-any.whl", "./mypkg", "-f wheels", "-r https://example.com/r.txt"])(
    "%s may bring other modules",
    (line) => expect(read(line, { "wheels/lfs-1.0-py3-none-any.whl": "a wheel" }).open).toBe(true),
  );
});

describe("files that are refused", () => {
  test.each([
    ["-e .", "environment-local-requirement", "source directory"],
    ["--editable=./mypkg", "environment-local-requirement", "without -e"],
    ["-r none.txt", "environment-local-requirement", "Put it there"],
    ["-r=base.txt", "environment-local-requirement", "Put it there"],
    ["-f none", "environment-local-requirement", "Put it there"],
    ["./wheels/none-1.0-py3-none-any.whl", "environment-local-requirement", "Put it there"],
    ["./none-1.0-py3-none-any.whl; python_version >= '3.12'", "environment-local-requirement", "Put it there"],
    ["./none-1.0-py3-none-any.whl; python_verson >= '3'", "environment-marker", "python_version"],
    ["-r sub/here.txt", "environment-local-requirement", "Write ./sub/acme-2.0-py3-none-any.whl"],
    ["-r ../base.txt", "environment-local-requirement", "Copy"],
    ["-r sub/../../base.txt", "environment-local-requirement", "Copy"],
    ["../mypkg", "environment-local-requirement", "Copy"],
    ["--find-links /opt/wheels", "environment-local-requirement", "Copy"],
    ["~/wheels/acme-1.0-py3-none-any.whl", "environment-local-requirement", "Copy"],
    ["C:\\wheels\\acme-1.0-py3-none-any.whl", "environment-local-requirement", "Copy"],
    ["-r out.txt", "environment-local-requirement", "Copy"],
    ["./elsewhere/acme-1.0-py3-none-any.whl", "environment-local-requirement", "Copy"],
    ["-f elsewhere", "environment-local-requirement", "Copy"],
    ["file:./wheels/acme-1.0-py3-none-any.whl", "environment-local-requirement", "./wheels/"],
    ["-f file:///opt/wheels", "environment-local-requirement", "./wheels/"],
    ["acme @ file:///croot/acme", "environment-local-requirement", "pip list --format=freeze"],
    ["acme @ ./wheels/acme-1.0-py3-none-any.whl", "environment-local-requirement", "without the name"],
    ["acme[x]@wheels/acme-1.0-py3-none-any.whl", "environment-local-requirement", "Write ./wheels/"],
    ["wheels\\acme-1.0-py3-none-any.whl", "environment-local-requirement", "Write /"],
    ["-r ${NAME}.txt", "environment-local-requirement", "Write it out"],
    [".", "environment-local-requirement", "source directory"],
    ["./sub", "environment-local-requirement", "--find-links"],
    ["./base.txt", "environment-local-requirement", "-r"],
    ["-r circle.txt", "environment-local-requirement", "Take the line out"],
    ["-r self.txt", "environment-local-requirement", "Take the line out"],
    ["-r requirements.txt", "environment-local-requirement", "Take the line out"],
    ["-r binary.txt", "environment-local-requirement", "alone"],
    ["-r lfs.txt", "environment-local-requirement", "git lfs pull"],
    ["./wheels/lfs-1.0-py3-none-any.whl", "environment-local-requirement", "git lfs pull"],
    ["-f wheels", "environment-local-requirement", "git lfs pull"],
    ["-r conda.yml", "environment-file", "into a requirements file"],
    ["-c pyproject.toml", "environment-file", "uv export"],
    ["./wheels/acme-1.0-cp310-cp310-linux_x86_64.whl", "environment-wheel", "cp312-manylinux"],
    ["wheels/acme-1.0-cp312-cp312-win_amd64.whl", "environment-wheel", "py3-none-any"],
    ["wheels/acme.whl", "environment-wheel", "Keep the name"],
    ["wheels/acme-1.0-py3-none-any.WHL", "environment-wheel", "Keep the name"],
    ["-r base.txt -c sub/c.txt", "environment-option", "Put -c sub/c.txt on a line of its own"],
    ["-f wheels -f sub", "environment-option", "Put -f sub on a line"],
    ["-c extras.txt", "environment-requirement", "Take it out"],
    ["-c unnamed.txt", "environment-requirement", "Take it out"],
    ["-r wrong.txt", "environment-requirement", "scikit-learn"],
  ])("%s", (line, code, remedy) => {
    const { problems } = read(line, { "requirements.txt": "" });
    expect(problems).toEqual([expect.objectContaining({ code, remedy: expect.stringContaining(remedy) as string })]);
  });

  test("a line of another file is told with its place", () => {
    expect(read("-r wrong.txt").problems.map(({ line }) => line)).toEqual(["wrong.txt, line 3: scipy=1.14"]);
    expect(read("-r a.txt", { "a.txt": "# why\nnumpy \\\n  ==2.3.3\n\n../x\n" }).problems[0]!.line).toBe(
      "a.txt, line 5: ../x",
    );
  });

  test.each(["-r base.txt", "./wheels/acme-1.0-py3-none-any.whl", "-f wheels"])("%s in a list", (line) =>
    expect(breachesOf(environment(Environment.fromPackages([line])))).toEqual([
      expect.objectContaining({
        code: "environment-local-requirement",
        remedy: expect.stringContaining("Environment.fromRequirements") as string,
      }),
    ]),
  );
});

describe("a wheel's tags", () => {
  test.each([
    ["py3-none-any", "3.12", true],
    ["py2.py3-none-any", "3.12", true],
    ["py310-none-any", "3.12", true],
    ["py313-none-any", "3.12", false],
    ["py2-none-any", "3.12", false],
    ["1-py3-none-any", "3.12", true],
    ["cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64", "3.12", true],
    ["cp312-cp312-linux_x86_64", "3.12", true],
    ["cp312-cp312-linux_x86_64", "3.11", false],
    ["cp312-cp312-any", "3.12", false],
    ["cp312-none-any", "3.12", true],
    ["cp310-none-any", "3.12", false],
    ["cp38-abi3-manylinux1_x86_64", "3.12", true],
    ["cp313-abi3-manylinux1_x86_64", "3.12", false],
    ["cp312-cp312t-linux_x86_64", "3.12", false],
    ["pp310-pypy310_pp73-manylinux2014_x86_64", "3.10", false],
    ["py3-none-manylinux2014_x86_64", "3.13", true],
    ["py3-none-manylinux2014_aarch64", "3.13", false],
    ["cp312-cp312-musllinux_1_2_x86_64", "3.12", false],
    ["cp312-cp312-macosx_11_0_arm64", "3.12", false],
    ["cp312-cp312-win_amd64", "3.12", false],
  ])("%s on Python %s: %s", (tags, pythonVersion, expected) =>
    expect(fitsImage(readWheelName(`a_b-1.0-${tags}.whl`)!, pythonVersion)).toBe(expected),
  );
});

describe("the image", () => {
  const inEnvironment = (given: Environment, more: Files) => {
    const inferenceConfig = { entryScript: "score.py", sourceDirectory: "src", environment: given };
    const { files: paths, read: textOf, hash } = stage({ inferenceConfig }, project({ ...FILES, ...more }));
    const own = paths
      .filter((path) => path.startsWith("environment/"))
      .map((path) => path.slice("environment/".length));
    return { own, textOf, hash };
  };
  const LINES = "-r sub/base.txt\n-c constraints.txt\n--find-links ./wheels\n";
  const beside = {
    "env/requirements.txt": LINES,
    "env/sub/base.txt": "\ufeffacme\r\n",
    "env/constraints.txt": "acme==1.0\n",
    [`env/${WHEEL}`]: "a wheel",
    "env/notes.txt": "hello",
  };

  test("holds the files at their paths, and pip runs where they lie", () => {
    const { own, textOf } = inEnvironment(Environment.fromRequirements("env/requirements.txt"), beside);
    expect(own).toEqual(["constraints.txt", "requirements.txt", "sub/base.txt", WHEEL]);
    expect(textOf("environment/sub/base.txt")).toBe("acme\n");
    expect(textOf("Dockerfile")).toContain("WORKDIR /opt/ml/environment\nCOPY environment/ ./\n");
  });

  test("has another hash when one of them changes", () => {
    const hash = (more: Files) =>
      inEnvironment(Environment.fromRequirements("env/requirements.txt"), { ...beside, ...more }).hash;
    const changes: readonly Files[] = [{}, { [`env/${WHEEL}`]: "b" }, { "env/sub/base.txt": "acme==1.0\n" }];
    const hashes = changes.map(hash);
    expect(new Set(hashes).size).toBe(3);
    expect(hash({ "env/notes.txt": "other" })).toBe(hashes[0]);
  });

  test("keeps the name of a file that the first one would take", () => {
    const more = { "prod.txt": "-r requirements.txt\nscipy==1.16.0\n" };
    const { own, textOf } = inEnvironment(Environment.fromRequirements("prod.txt"), more);
    expect(own).toEqual(["_requirements.txt", "requirements.txt"]);
    expect(textOf("environment/_requirements.txt")).toBe(more["prod.txt"]);
    expect(textOf("Dockerfile")).toContain("--requirement _requirements.txt ");
  });

  test("holds what the pip section of a conda file names", () => {
    const yaml = (dependency: string) =>
      `dependencies:\n- python=3.12\n${dependency}- pip:\n  - -r requirements.txt\n  - ./${WHEEL}\n`;
    const more = (dependency: string) => ({ "conda.yml": yaml(dependency), [WHEEL]: "a wheel" });
    const conda = Environment.fromConda("conda.yml");
    expect(inEnvironment(conda, more("- numpy=2\n")).own).toEqual(["conda.yml", "requirements.txt", WHEEL]);
    expect(inEnvironment(conda, more("")).own).toEqual(["_requirements.txt", "requirements.txt", WHEEL]);
  });

  test("installs packages with hashes apart where another file has them", () => {
    const hashed = `numpy==2.3.3 --hash=sha256:${"a".repeat(64)}\n`;
    const { textOf } = inEnvironment(Environment.fromRequirements("requirements.txt"), {
      "requirements.txt": "-r base.txt\n",
      "base.txt": hashed,
    });
    expect(textOf("Dockerfile")).toContain("&& python -m pip install --no-cache-dir --requirement /opt/ml/runtime");
  });

  test.each([
    ["git+https://github.com/a/b@v1", "git"],
    ["b @ git+https://github.com/a/b", "git"],
    ["-e git+https://github.com/a/b#egg=b", "git"],
    ["hg+https://example.com/a\nGIT+https://example.com/b", "git mercurial"],
    ["svn+https://example.com/a#egg=a", "subversion"],
  ])("gets version control in the stage that installs: %s", (lines, packages) => {
    const conda = { "conda.yml": `dependencies:\n- python=3.12\n- numpy=2\n- pip:\n  - -r requirements.txt\n` };
    for (const given of [Environment.fromRequirements("requirements.txt"), Environment.fromConda("conda.yml")]) {
      const { textOf } = inEnvironment(given, { "requirements.txt": `${lines}\n`, ...conda });
      const [, ...stages] = textOf("Dockerfile").split(/^FROM /m);
      const installing = stages.filter((text) => text.includes(`--no-install-recommends ca-certificates ${packages} `));
      expect(installing.map((text) => text.split("\n", 1)[0])).toEqual([expect.stringMatching(/AS environment$/)]);
    }
  });

  test.each(["numpy==2.3.3", "# git+https://github.com/a/b", "https://github.com/a/b/archive/v1.tar.gz"])(
    "gets none for %s",
    (line) => {
      const { textOf } = inEnvironment(Environment.fromRequirements("requirements.txt"), { "requirements.txt": line });
      expect(textOf("Dockerfile")).not.toContain("apt-get");
    },
  );
});

describe("all files are judged", () => {
  const given = (texts: { readonly [path: string]: string }) => {
    const directory = files({});
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    return environment(Environment.fromRequirements(join(directory, "requirements.txt")));
  };

  test("versions that contradict each other", () => {
    const texts = { "requirements.txt": "numpy>=2\njoblib==1.5.2\n-c c.txt\n", "c.txt": "numpy==1.26.4\n" };
    expect(breachesOf(given(texts))).toEqual([
      expect.objectContaining({ code: "environment-conflict", value: '"numpy>=2; c.txt, line 1: numpy==1.26.4"' }),
    ]);
  });

  test("a constraint of a package that the runtime needs", () => {
    const texts = {
      "requirements.txt": "numpy==2.3.3\njoblib==1.5.2\n-c c.txt\n",
      "c.txt": "pydantic==1.8.2\nother==1\nother==2",
    };
    expect(breachesOf(given(texts)).map(({ code }) => code)).toEqual(["environment-runtime-pin"]);
  });

  test("imports and pins: what another file lists is listed, and what constraints pin is pinned", () => {
    const texts = {
      "requirements.txt": "-r base.txt\n-c c.txt\n",
      "base.txt": "numpy\njoblib==1.5.2\n",
      "c.txt": "numpy==2.3.3\nscipy\n",
    };
    expect(warningsOf(given(texts))).toEqual([]);
    expect(warningsOf(given({ ...texts, "c.txt": "numpy<3\n" }))).toEqual([
      expect.stringContaining("pinned to a version: numpy."),
    ]);
    expect(
      warningsOf(given({ "requirements.txt": "-c base.txt\n", "base.txt": "numpy==2.3.3\njoblib==1.5.2" })),
    ).toEqual([expect.stringContaining("imports joblib, numpy")]);
  });

  test.each([
    ["a user with a password", "--index-url https://user:hunter2@host/simple", true],
    ["a token", "a @ git+https://ghp_hunter2@github.com/a/b@v1", true],
    ["a token behind a colon", "--index-url https://:hunter2@host/simple", true],
    ["a password for SSH", "a @ git+ssh://git:hunter2@host/a", true],
    [
      "a shared access signature",
      "https://a.blob.core.windows.net/w/a-1-py3-none-any.whl?sv=2024-11-04&sr=b&sig=hunter2%3D",
      true,
    ],
    ["a signature of Amazon", "a @ https://b.s3.amazonaws.com/a.whl?X-Amz-Date=1&X-Amz-Signature=hunter2", true],
    ["a token in the query", "-f https://host/links?private_token=hunter2", true],
    ["Git's own user", "a @ git+https://git@github.com/a/b@v1", false],
    [
      "an organization of Azure DevOps",
      "--extra-index-url https://acme@pkgs.dev.azure.com/acme/_packaging/f/pypi/simple/",
      false,
    ],
    ["a variable", "--index-url https://${USER}:${TOKEN}@host/simple", false],
    ["a signature from a variable", "https://host/a-1-py3-none-any.whl?sig=${SIG}", false],
    ["a tag", "a @ git+https://github.com/a/b@v1#subdirectory=x&egg=a", false],
    ["another query", "https://host/a-1-py3-none-any.whl?version=1&design=2", false],
  ])("credentials: %s", (_, line, isWarned) => {
    const texts = { "requirements.txt": "-r base.txt\nnumpy==2.3.3\njoblib==1.5.2\n", "base.txt": `${line}\n` };
    const warnings = warningsOf(given(texts)).filter((warning) => !warning.endsWith("(environment-ssh)"));
    expect(warnings).toEqual(isWarned ? [expect.stringMatching(/\(environment-credentials\)$/)] : []);
    expect(JSON.stringify(warnings)).not.toContain("hunter2");
  });

  test("repositories that are reached by SSH, and no credentials", () => {
    const texts = { "requirements.txt": "numpy==2.3.3\njoblib==1.5.2\na @ git+ssh://git@github.com/a/b.git@v1\n" };
    expect(warningsOf(given(texts))).toEqual([expect.stringMatching(/git\+https:\/\/.*\(environment-ssh\)$/)]);
  });
});
