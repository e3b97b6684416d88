import { readdirSync, readFileSync } from "fs";
import { join } from "path";
import * as library from "../lib";
import { apiPage } from "../scripts/api";
import {
  type ApiType,
  type Method,
  type Parameter,
  publicTypes,
  type TypeReference,
  typesOfConstructs,
} from "../scripts/assembly";

const TYPES = publicTypes();

const properties = TYPES.flatMap((type) =>
  (type.properties ?? []).map((property) => ({ type, property, name: `${type.name}.${property.name}` })),
);
const methods = TYPES.flatMap((type) =>
  (type.methods ?? []).map((method) => ({ type, method, name: `${type.name}.${method.name}` })),
);

/** Every signature part of the API: its name, and its type. */
const signatures: { readonly name: string; readonly reference: TypeReference }[] = [
  ...properties.map(({ name, property }) => ({ name, reference: property.type })),
  ...TYPES.flatMap(({ name, initializer }) => inputs(`new ${name}`, initializer?.parameters)),
  ...methods
    .filter(({ method }) => !isBrandCheck(method))
    .flatMap(({ name, method }) => [
      ...inputs(name, method.parameters),
      ...(method.returns === undefined ? [] : [{ name: `${name}()`, reference: method.returns.type }]),
    ]),
];

function inputs(of: string, parameters: readonly Parameter[] = []) {
  return parameters.map(({ name, type }) => ({ name: `${of}(${name})`, reference: type }));
}

/** `isX(value)`, which answers for any value whatever. */
function isBrandCheck({ name, static: isStatic, parameters = [] }: Method): boolean {
  return isStatic === true && /^is[A-Z]/.test(name) && parameters.length === 1;
}

/** A type, and those it is made of. */
function parts(reference: TypeReference): TypeReference[] {
  const { collection, union } = reference;
  return [reference, ...(collection ? parts(collection.elementtype) : []), ...(union?.types.flatMap(parts) ?? [])];
}

/** Names of signatures with a part that something is wrong with. */
function where(isWrong: (reference: TypeReference) => boolean): string[] {
  return signatures.filter(({ reference }) => parts(reference).some(isWrong)).map(({ name }) => name);
}

const callables: { readonly name: string; readonly parameters: readonly Parameter[] }[] = [
  ...methods.map(({ name, method }) => ({ name, parameters: method.parameters ?? [] })),
  ...TYPES.map(({ name, initializer }) => ({ name: `new ${name}`, parameters: initializer?.parameters ?? [] })),
];

const KNOWN = new Map([...typesOfConstructs(), ...TYPES].map((type) => [type.fqn, type]));

/** A type and all that it has its members from. */
function lineage(type: ApiType): ApiType[] {
  const parents = [...(type.base === undefined ? [] : [type.base]), ...(type.interfaces ?? [])];
  const known = parents.flatMap((fqn) => KNOWN.get(fqn) ?? []);
  return [...new Set([type, ...known.flatMap(lineage)])];
}

function memberNames({ methods = [], properties = [], members = [] }: ApiType): string[] {
  return [...methods, ...properties, ...members].map(({ name }) => name);
}

/** Those of several names that one could be taken for another. */
function alike(names: readonly string[]): string[] {
  // Python writes snake_case, C# and Go PascalCase
  const key = (name: string) => name.replaceAll("_", "").toLowerCase();
  const counts = new Map<string, number>();
  for (const name of new Set(names)) counts.set(key(name), (counts.get(key(name)) ?? 0) + 1);
  return names.filter((name) => counts.get(key(name))! > 1);
}

const isStruct = ({ kind, datatype }: ApiType) => kind === "interface" && datatype === true;

describe("signatures", () => {
  test("are many", () => {
    expect(signatures.length).toBeGreaterThan(300);
  });

  test("have no unions", () => {
    expect(where(({ union }) => union !== undefined)).toEqual([]);
  });

  test("have no any and no JSON, save for checks of what any value is", () => {
    expect(where(({ primitive }) => primitive === "any" || primitive === "json")).toEqual([]);
  });

  test("are made of texts, numbers, booleans, lists, maps and classes: nobody can give a callback", () => {
    const known = ["string", "number", "boolean"];
    expect(
      where(({ primitive, fqn, collection }) => !fqn && !collection && !known.includes(primitive ?? "nothing")),
    ).toEqual([]);
  });

  test("have at most two positional arguments after scope and id (and a part's context)", () => {
    const many = callables.filter(({ parameters }) => {
      return parameters.filter(({ name }) => !/^_?(scope|id|context)$/.test(name)).length > 2;
    });
    expect(many.map(({ name }) => name)).toEqual([]);
  });

  test("have nothing optional but one struct, last", () => {
    const structs = new Set(TYPES.filter(isStruct).map(({ name }) => name));
    const isOptions = ({ type }: Parameter) => structs.has(type.fqn?.split(".").pop() ?? "");
    const wrong = callables.filter(({ parameters }) => {
      return parameters.some((parameter, i) => {
        return parameter.optional === true && !(i === parameters.length - 1 && isOptions(parameter));
      });
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("answer at once: nothing is asynchronous", () => {
    expect(methods.filter(({ method }) => method.async === true).map(({ name }) => name)).toEqual([]);
  });
});

// jsii itself refuses getX and setX, what is static and is not, and what only an argument and a prop beside it share;
// `--fail-on-warnings` makes it refuse reserved words, and members named as their class, too
describe("names", () => {
  test("of types differ by more than case, and a struct's interface has its own: each gets a file", () => {
    const names = TYPES.map(({ name }) => name);
    // C# has an interface beside each struct
    const beside = TYPES.filter(isStruct).map(({ name }) => `I${name}`);
    expect(alike(names)).toEqual([]);
    expect(names.filter((name) => beside.includes(name))).toEqual([]);
  });

  test("of a type's members, inherited ones too, differ by more than case and underscores", () => {
    const wrong = TYPES.filter((type) => alike(lineage(type).flatMap(memberNames)).length > 0);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("are not those that every object has in Java or C#", () => {
    const taken = /^(clone|equals|finalize|hashCode|memberwiseClone|notify|notifyAll|referenceEquals|wait)$/i;
    expect(methods.filter(({ method }) => taken.test(method.name)).map(({ name }) => name)).toEqual([]);
  });
});

describe("types", () => {
  test("are what lib/index.ts exports, save for the error that other languages cannot catch", () => {
    const known = new Set(TYPES.map(({ name }) => name));
    expect(Object.keys(library).filter((name) => !known.has(name))).toEqual(["ValidationError"]);
  });

  test("that begin with I are behaviour, and no other interface is", () => {
    const interfaces = TYPES.filter(({ kind }) => kind === "interface");
    const behaviour = interfaces.filter((type) => !isStruct(type)).map(({ name }) => name);
    expect(interfaces.filter(({ name }) => /^I[A-Z]/.test(name)).map(({ name }) => name)).toEqual(behaviour);
    expect(behaviour).toContain("ITrigger");
  });

  test("that begin with I have a class that is one: elsewhere it does not suffice to have the same members", () => {
    const behaviour = TYPES.filter((type) => type.kind === "interface" && !isStruct(type));
    const classes = TYPES.filter(({ kind }) => kind === "class").flatMap(lineage);
    expect(behaviour.filter((type) => !classes.includes(type)).map(({ name }) => name)).toEqual([]);
  });

  test("that can be derived from say what is to be done; a closed set of choices has no constructor", () => {
    const abstract = TYPES.filter((type) => type.abstract === true && type.initializer !== undefined);
    const isComplete = (type: ApiType) => lineage(type).some(({ fqn }) => fqn === "constructs.Construct");
    const silent = abstract.filter((type) => !isComplete(type) && !type.methods?.some((method) => method.abstract));
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(abstract.map(({ name }) => name)).toContain("ImageBuilder");
  });

  test("that are structs have each prop from one other", () => {
    const twice = TYPES.filter(isStruct).flatMap((type) => {
      const names = lineage(type).flatMap(memberNames);
      return names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${type.name}.${name}`);
    });
    expect(twice).toEqual([]);
  });

  test("cannot be changed from outside", () => {
    expect(properties.filter(({ property }) => property.immutable !== true).map(({ name }) => name)).toEqual([]);
  });
});

describe("documentation", () => {
  test("says what each type, member and argument is", () => {
    const undocumented = [
      ...TYPES.filter(({ docs }) => !docs?.summary).map(({ name }) => name),
      ...properties.filter(({ property }) => !property.docs?.summary).map(({ name }) => name),
      ...methods.filter(({ method }) => !method.docs?.summary).map(({ name }) => name),
      ...TYPES.flatMap(({ name, members = [] }) => {
        return members.filter(({ docs }) => !docs?.summary).map((member) => `${name}.${member.name}`);
      }),
      ...methods.flatMap(({ name, method }) => {
        // what an overriding method is given is documented where it is declared
        if (method.overrides !== undefined) return [];
        return (method.parameters ?? []).filter(({ docs }) => !docs?.summary).map((one) => `${name}(${one.name})`);
      }),
      ...TYPES.flatMap(({ name, initializer }) => {
        const parameters = initializer?.parameters ?? [];
        return parameters.filter(({ docs }) => !docs?.summary).map((parameter) => `new ${name}(${parameter.name})`);
      }),
    ];
    expect(undocumented).toEqual([]);
  });

  test("is in API.md as well, which `npm run api` makes", () => {
    expect(readFileSync(join(__dirname, "../API.md"), "utf8")).toBe(apiPage(TYPES));
  });

  test("says what happens without each optional prop, and nothing of the kind of required ones", () => {
    const props = properties.filter(({ type }) => isStruct(type));
    const wrong = props.filter(({ property }) => {
      return (property.optional === true) !== (property.docs?.default !== undefined);
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

/**
 * A test says in its title what it proves of: `Struct.prop: what it does`, several with commas between.
 */
describe("every public prop, method and attribute has a test", () => {
  const titles = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(__dirname, file), "utf8"))
    // the title of a test or group, or the first cell of a row of test.each
    .flatMap((text) => [...text.matchAll(/[([]\s*["'`]((?:[A-Z]\w+\.\w+(?:, )?)+)["'`:]/g)])
    .map((match) => match[1]!);
  const tested = new Set(titles.flatMap((title) => title.split(", ")));
  const members = new Set([...properties, ...methods].map(({ name }) => name));

  test("members without a test", () => {
    const inherited = new Set(
      methods.filter(({ type, method }) => overridesAbstract(type, method)).map(({ name }) => name),
    );
    expect([...members].filter((name) => !tested.has(name) && !inherited.has(name))).toEqual([]);
  });

  test("titles of tests that name a type name one of its members", () => {
    const types = new Set(TYPES.map(({ name }) => name));
    const stale = [...tested].filter((name) => types.has(name.split(".")[0]!) && !members.has(name));
    expect(stale).toEqual([]);
  });
});

function overridesAbstract({ kind }: ApiType, { overrides }: Method): boolean {
  return kind === "class" && overrides !== undefined;
}
