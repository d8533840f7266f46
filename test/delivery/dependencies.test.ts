import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { projectPath } from "../../stack/release/build-context.ts";
import { type LockedPackage, licenceOffenders } from "./licences.ts";

type Lockfile = { readonly packages: Readonly<Record<string, LockedPackage>> };

describe("the dependencies", () => {
  let packages: Lockfile["packages"];

  before(async () => {
    const lockfile = await readFile(projectPath("package-lock.json"), "utf8");
    ({ packages } = JSON.parse(lockfile) as Lockfile);
  });

  it("have licences that are allowed", () => {
    expect(Object.keys(packages)).to.have.length.above(100);
    expect(licenceOffenders(packages)).to.deep.equal([]);
  });

  it("are locked by the digest of what is downloaded", () => {
    const unlocked = Object.entries(packages).filter(
      ([path, { integrity }]) => path !== "" && !/^sha512-/.test(integrity ?? ""),
    );
    expect(unlocked.map(([path]) => path)).to.deep.equal([]);
  });
});

describe("licenceOffenders", () => {
  for (const [licence, development] of [
    ["GPL-3.0-only", true],
    ["(MIT AND GPL-3.0-only)", true],
    ["SEE LICENSE IN LICENSE", true],
    [undefined, true],
    ["", true],
    ["MPL-2.0", false],
  ] as const) {
    it(`names a package with ${licence ?? "no licence"}${development ? "" : " that is shipped"}`, () => {
      const offender = { ...(licence !== undefined && { license: licence }), dev: development };
      const packages = {
        "": {},
        "node_modules/a/node_modules/@b/c": offender,
        "node_modules/d": { license: "MIT" },
      };
      expect(licenceOffenders(packages)).to.deep.equal([
        `@b/c: ${licence === undefined || licence.startsWith("SEE") ? "no licence" : licence}`,
      ]);
    });
  }

  it("takes a choice of licences for the one that is allowed", () => {
    expect(licenceOffenders({ "node_modules/a": { license: "(GPL-2.0-only OR MIT)" } })).to.deep.equal([]);
  });
});
