const DEBIAN = /^(?:build-essential|cargo|clang|g\+\+|gcc|gfortran|rustc)(?:[-:=]|$)/;
const CONDA = /^(?:clang|clangxx|compilers|(?:c|cxx|fortran)-compiler|gcc|gfortran|gxx|rust)(?:-|$)/;

/** Whether Debian packages bring a compiler, with which pip can build what has no wheel. */
export function haveCompiler(systemPackages: readonly unknown[]): boolean {
  return systemPackages.some((name) => typeof name === "string" && DEBIAN.test(name));
}

/** Whether packages of conda, by their normalized names, bring one. */
export function haveCompilerOfConda(names: readonly string[]): boolean {
  return names.some((name) => CONDA.test(name));
}
