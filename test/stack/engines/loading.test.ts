import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { projectPath } from "../../../stack/release/build-context.ts";

/** Of some packages, those that modules of the stack load, in a process of their own. */
function loadedBy(modules: readonly string[], packages: readonly string[]): string[] {
  const script = `
    const { createRequire } = await import("node:module");
    const { types } = await import("node:util");
    for (const module of ${JSON.stringify(modules)}) await import("./stack/" + module);
    const { cache } = createRequire(process.cwd() + "/");
    const loaded = Object.keys(cache).filter((path) => !types.isProxy(cache[path].exports));
    console.log(JSON.stringify(loaded));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: projectPath("."),
    encoding: "utf8",
  });
  const paths: string[] = JSON.parse(output);
  return packages.filter((name) => paths.some((path) => path.includes(`/node_modules/${name}/`)));
}

describe("starting quickly", () => {
  const commands = ["up", "preview", "down", "outputs", "status", "logs"];

  it(`loads nothing of Pulumi's SDK for ${commands.join(", ")} before there is a program to run`, () => {
    const modules = commands.map((name) => `commands/${name}.ts`);
    expect(loadedBy(modules, ["@pulumi/pulumi", "dockerode"])).to.deep.equal(["dockerode"]);
  });

  it("loads what the SDK hardly needs only when it is used", () => {
    const packages = ["@pulumi/pulumi", "@npmcli/arborist", "typescript"];
    expect(loadedBy(["engines/embedded/program.ts"], packages)).to.deep.equal(["@pulumi/pulumi"]);
  });
});
