/** A package as npm's lockfile describes it. */
export interface LockedPackage {
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Licences that ask for no more than their text to go along. */
const allowed = new Set([
  ...["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "BlueOak-1.0.0", "Python-2.0"],
  ...["CC0-1.0", "CC-BY-3.0", "Unlicense", "PSF-2.0"],
]);

/** Changes to files of its own have to be published; only tests use it, unchanged. */
const allowedForDevelopment = new Set([...allowed, "MPL-2.0"]);

/** Packages that say it in another way, each with what its licence file says. */
const read: Readonly<Record<string, string>> = {
  "@logdna/tail-file": "MIT",
  buildcheck: "MIT",
  "cpu-features": "MIT",
  ssh2: "MIT",
  "color-convert": "MIT",
};

/** The packages whose licence is unknown or not allowed, each with it. */
export function licenceOffenders(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages).flatMap(([path, { license, dev }]) => {
    const name = path.replace(/^.*node_modules\//, "");
    if (path === "") return [];
    const licence = license?.startsWith("SEE LICENSE") ? read[name] : (license ?? read[name]);
    return isAllowed(licence, dev ? allowedForDevelopment : allowed)
      ? []
      : [`${name}: ${licence ?? "no licence"}`];
  });
}

/** An expression of SPDX's with one operator: one of `OR`, all of `AND`. */
function isAllowed(licence: string | undefined, licences: ReadonlySet<string>): boolean {
  const expression = (licence ?? "").replace(/^\((.*)\)$/, "$1");
  if (expression.includes(" OR ")) return expression.split(" OR ").some((each) => licences.has(each));
  return expression.split(" AND ").every((each) => licences.has(each));
}
