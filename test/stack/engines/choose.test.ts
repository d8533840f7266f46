import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type Docker from "dockerode";
import { chooseEngine } from "../../../stack/engines/choose.ts";
import { keepEnvironment } from "../kept-environment.ts";
import { failureOf } from "../machine/failure.ts";

/** An engine on which a stack is, or none. */
function dockerWith(maker?: string): Docker {
  const containers = maker ? [{ Labels: { "tally.engine": maker } }] : [];
  return { listContainers: async () => containers } as unknown as Docker;
}

describe("chooseEngine", () => {
  let folder: string;
  const lines: string[] = [];
  keepEnvironment("TALLY_ENGINE");

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-path-"));
    await writeFile(join(folder, "pulumi"), "#!/bin/sh\necho v3.999.0\n");
    await chmod(join(folder, "pulumi"), 0o755);
  });
  after(() => rm(folder, { recursive: true }));

  async function choose(maker?: string): Promise<{ name: string; reason: string }> {
    const path = process.env.PATH;
    process.env.PATH = `${folder}:${path}`;
    try {
      const { name, reason } = await chooseEngine(dockerWith(maker), "dev", (line) => lines.push(line));
      return { name, reason };
    } finally {
      process.env.PATH = path;
    }
  }

  it("takes the Pulumi CLI where it is installed", async () => {
    const { name, reason } = await choose();
    expect(name).to.equal("pulumi");
    expect(reason).to.include("v3.999.0");
  });

  it("goes on with the engine that made the stack", async () => {
    expect((await choose("embedded")).name).to.equal("embedded");
    expect((await choose("pulumi")).name).to.equal("pulumi");
  });

  it("does what TALLY_ENGINE says", async () => {
    process.env.TALLY_ENGINE = "embedded";
    expect(await choose()).to.deep.equal({ name: "embedded", reason: "TALLY_ENGINE says so" });
    process.env.TALLY_ENGINE = "pulumi";
    expect((await choose("embedded")).name).to.equal("pulumi");
  });

  it("takes an empty TALLY_ENGINE for none", async () => {
    process.env.TALLY_ENGINE = "";
    expect((await choose("embedded")).reason).to.equal("it made this stack");
  });

  it("refuses a TALLY_ENGINE that is none", async () => {
    process.env.TALLY_ENGINE = "terraform";
    expect(await failureOf(choose())).to.match(/TALLY_ENGINE must be pulumi or embedded, not "terraform"/);
  });

  it("says nothing as long as nothing takes long", () => {
    expect(lines).to.deep.equal([]);
  });
});
