/**
 * Marks an instance of one of the library's classes. Asked for instead of `instanceof`, which is false between two copies
 * of the package.
 */
export function brand(instance: object, name: string): void {
  Object.defineProperty(instance, symbolOf(name), { value: true });
}

export function hasBrand(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && symbolOf(name) in value;
}

function symbolOf(name: string): symbol {
  return Symbol.for(`cdktf-azure-ml-functions.${name}`);
}
