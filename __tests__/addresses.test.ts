import { readdirSync, readFileSync } from "fs";
import { join } from "path";
import { Node } from "constructs";
import { temporaryDirectory } from "./private/build-context/temporary";
import {
  ADDRESSES_FILE,
  DATA_IN,
  differences,
  type Held,
  heldIn,
  LOST_WITH,
  NOTHING_LOST,
  read,
  report,
  written,
} from "./support/addresses";
import { everyStack } from "./support/every-stack";

const LIB = join(__dirname, "../lib");

/** Files of the library and the lines in them, as `hosting/hosting.ts:218`, by way of which elements of the stacks are made. */
const makers = new Set<string>();

let stacks: { [name: string]: string };
let now: Held[];

beforeAll(() => {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its node
  const { addMetadata } = Node.prototype;
  const spy = jest.spyOn(Node.prototype, "addMetadata").mockImplementation(function (this: Node, type, ...rest) {
    // cdktf notes this of each element that it constructs
    if (type === "stacktrace") noteMakers();
    addMetadata.call(this, type, ...rest);
  });
  stacks = everyStack(temporaryDirectory());
  spy.mockRestore();
  now = Object.entries(stacks).flatMap(([name, text]) => heldIn(name, text));
}, 120_000);

function noteMakers(): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const frames = new Error().stack!.split("\n").filter((frame) => !frame.includes("node_modules"));
  Error.stackTraceLimit = limit;
  for (const frame of frames) {
    const [, place] = /\/lib\/([\w./-]+\.ts:\d+):\d+\)?$/.exec(frame) ?? [];
    if (place !== undefined) makers.add(place);
  }
}

describe("the committed addresses", () => {
  test("are those of every stack: for users who upgrade, nothing is destroyed", () => {
    const before = read(readFileSync(ADDRESSES_FILE, "utf8"));
    expect(report(differences(before, now))).toBe("");
  });

  test("are written as `npm run addresses -- --accept` writes them", () => {
    expect(readFileSync(ADDRESSES_FILE, "utf8")).toBe(written(now));
  });

  test("are of the examples, and of every place in the library that makes a resource or gives a role", () => {
    expect(Object.keys(stacks)).toEqual(expect.arrayContaining(["blob", "http", "service-bus-topic", "parts"]));
    const places = readdirSync(LIB, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => {
        const text = readFileSync(join(LIB, file), "utf8");
        const bindings = [...text.matchAll(/^import \{ ([^}]+) \} from "@\w+\/provider-\w+\/lib\/(?!provider")/gm)];
        const classes = bindings.flatMap(([, names]) => names!.split(", "));
        const makes = new RegExp(
          `\\bnew (${["-", ...classes].join("|")})\\(|\\.(grantRole|bind)\\(scope, (context, )?["\`]`,
        );
        return text.split("\n").flatMap((line, i) => (makes.test(line) ? [`${file}:${i + 1}`] : []));
      });
    expect(places.length).toBeGreaterThan(40);
    expect(places.filter((place) => !makers.has(place))).toEqual([]);
  });

  test("say of each type what is lost with it", () => {
    const types = new Set(
      now.map(({ address }) => address.split(".")[0]!).filter((type) => !/^(data|local)$/.test(type)),
    );
    expect([...Object.keys(DATA_IN), ...Object.keys(LOST_WITH), ...NOTHING_LOST].sort()).toEqual([...types].sort());
  });
});

describe("a difference", () => {
  const group = { path: "s/Group", address: "azurerm_resource_group.Group", name: "ml" };
  const suffix = { path: "s", address: "local.Suffix", name: '${sha256("s/App")}' };
  const account = {
    path: "s/App/Storage",
    address: "azurerm_storage_account.App_Storage_1",
    name: "app${local.Suffix}",
  };
  const topic = {
    path: "s/App/Topic",
    address: "azurerm_eventgrid_system_topic.App_Topic_2",
    name: "${azurerm_storage_account.App_Storage_1.name}-events",
  };
  const role = { path: "s/App/Role", address: "azurerm_role_assignment.App_Role_3", name: undefined };
  const before: Held[] = [group, suffix, account, topic, role];

  test("is none where all is as before, in any order", () => {
    expect(differences(before, [...before].reverse())).toEqual([]);
    expect(report([])).toBe("");
    expect(read(written(before))).toEqual(expect.arrayContaining(before));
  });

  test("of an id says what is lost, and how users move it", () => {
    const moved = { ...account, path: "s/App/Data", address: "azurerm_storage_account.App_Data_4" };
    const follows = { ...topic, name: "${azurerm_storage_account.App_Data_4.name}-events" };
    // the topic has the name that it had
    expect(differences(before, [group, suffix, moved, follows, role])).toEqual([
      [
        "ANOTHER ADDRESS: azurerm_storage_account.App_Storage_1",
        "  at s/App/Storage is now azurerm_storage_account.App_Data_4",
        "  at s/App/Data.",
        "  Terraform destroys it and the data in it (blobs, queues), and creates another.",
        "  Remedy: keep the id. Or tell users to move it: stack.addOverride(" +
          '"moved", [{ from: "azurerm_storage_account.App_Storage_1", to: "azurerm_storage_account.App_Data_4" }]).',
      ].join("\n"),
    ]);
  });

  test("of an address at the same path tells the type that it has now", () => {
    const other = { ...role, address: "azapi_resource.App_Role_3" };
    const [found] = differences(before, [group, suffix, account, topic, other]);
    expect(found).toContain("at s/App/Role is now azapi_resource.App_Role_3\n  at the same path.");
    expect(found).toContain("Terraform destroys it, and creates another.");
    expect(found).toContain("It cannot be moved");
  });

  test("of an address and a name says that moving is not enough", () => {
    const moved = { ...account, path: "s/App/Data/Storage", address: "azurerm_storage_account.App_4", name: "app" };
    const [found] = differences(before, [group, suffix, moved, topic, role]);
    expect(found).toContain('and to give it its old name, app${${sha256("s/App")}}');
  });

  test("of what a name is made of names all that has it", () => {
    const other = { ...suffix, name: '${sha512("s/App")}' };
    const found = differences(before, [group, other, account, topic, role]);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(
      /^ANOTHER NAME: azurerm_storage_account.App_Storage_1\n.*sha256.*\n.*sha512.*\n.*the data in it \(blobs, queues\)/,
    );
    expect(found[1]).toMatch(/^ANOTHER NAME: azurerm_eventgrid_system_topic.App_Topic_2/);
  });

  test("of a local value's id alone is none", () => {
    const other = { ...suffix, address: "local.Other" };
    const renamed = { ...account, name: "app${local.Other}" };
    expect(differences(before, [group, other, renamed, topic, role])).toEqual([]);
  });

  test("of what is gone or new says so, and what to do", () => {
    const queue = { path: "s/App/Queue", address: "azurerm_storage_queue.App_Queue_5", name: "input" };
    const text = report(differences(before, [group, suffix, topic, role, queue]));
    expect(text).toContain("REMOVED: azurerm_storage_account.App_Storage_1\n  at s/App/Storage is gone.");
    expect(text).toContain("Terraform destroys it and the data in it (blobs, queues).");
    expect(text).toContain("ADDED: azurerm_storage_queue.App_Queue_5\n  at s/App/Queue: nothing is lost.");
    expect(text).toContain("npm run addresses -- --accept");
    expect(text).toContain("Breaking:");
  });

  test("of a path alone changes nothing in Azure", () => {
    const elsewhere = { ...account, path: "s/App/Elsewhere" };
    expect(differences(before, [group, suffix, elsewhere, topic, role])).toEqual([
      expect.stringMatching(/^ANOTHER PATH, .* s\/App\/Elsewhere: nothing changes in Azure\.$/s),
    ]);
  });
});
