import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { types } from "node:util";
import { expect } from "chai";
import { loadWhenUsed } from "../../stack/load-when-used.js";

const require = createRequire(import.meta.url);

/** As TypeScript compiles `import * as` and `import … from`. */
const library = `
const star = (module) => (module?.__esModule ? module : { ...module, default: module });
const byDefault = (module) => (module?.__esModule ? module : { default: module });
const rare = star(require("./rare.cjs"));
const function_ = byDefault(require("./function.cjs"));
exports.make = (name) => new rare.Rare(name).name;
exports.call = (value) => function_.default(value);
exports.makeItself = () => new function_.default().made;
exports.required = () => require("./rare.cjs");
`;
const rare = "exports.Rare = class { constructor(name) { this.name = name; } }; exports.self = __filename;";

describe("loadWhenUsed", () => {
  let directory: string;
  const isLoaded = (name: string) => !types.isProxy(require.cache[join(directory, name)]?.exports);

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tally-load-"));
    await writeFile(join(directory, "library.cjs"), library);
    await writeFile(join(directory, "rare.cjs"), rare);
    await writeFile(
      join(directory, "function.cjs"),
      "module.exports = function (value) { this.made = true; return value + 1; };",
    );
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  function load() {
    const path = join(directory, "library.cjs");
    for (const name of ["./rare.cjs", "./function.cjs"]) loadWhenUsed(name, path);
    return require(path);
  }

  it("leaves a module alone until something of it is used", () => {
    const { make } = load();
    expect(isLoaded("rare.cjs")).to.equal(false);
    expect(make("one")).to.equal("one");
    expect(isLoaded("rare.cjs")).to.equal(true);
  });

  it("lets a module be called that is a function", () => {
    expect(load().call(1)).to.equal(2);
  });

  it("lets a module be made that is a class", () => {
    expect(load().makeItself()).to.equal(true);
  });

  it("does without a module that is not installed", () => {
    loadWhenUsed("not-there", join(directory, "library.cjs"));
    loadWhenUsed("rare", "a-package-that-is-not-there");
  });

  it("gives whoever requires it later the module itself", () => {
    const { make, required } = load();
    make("one");
    expect(required()).to.have.keys("Rare", "self");
  });

  it("does nothing to a module that is loaded already", () => {
    const loaded = require(join(directory, "rare.cjs"));
    expect(load().required()).to.equal(loaded);
  });
});
