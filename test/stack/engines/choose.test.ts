import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type Docker from "dockerode";
import { chooseEngine } from "../../../stack/engines/choose.ts";
import type { Source } from "../../../stack/engines/pulumi/download.ts";
import { failureOf } from "../../support/failure.ts";
import { keepEnvironment } from "../kept-environment.ts";

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

  describe("where no Pulumi CLI is installed", () => {
    const downloading = "The Pulumi CLI is not installed; downloading it …";
    const working = async () => "/downloaded/pulumi";
    const failing = async () => {
      throw new Error("Failed to download it: fetch failed\nof no use here");
    };
    const endless = () => new Promise<string>(() => undefined);

    async function chooseOn(install: Source["install"], maker?: string, limitMs = 10_000) {
      const path = process.env.PATH;
      process.env.PATH = join(folder, "empty");
      const lines: string[] = [];
      try {
        const report = (line: string) => lines.push(line);
        const source = { install, limitMs };
        const { name, reason } = await chooseEngine(dockerWith(maker), "dev", report, source);
        return { name, reason, lines };
      } finally {
        process.env.PATH = path;
      }
    }

    it("downloads it, and says so", async () => {
      expect(await chooseOn(working)).to.deep.equal({
        name: "pulumi",
        reason: "it was downloaded",
        lines: [downloading],
      });
    });

    it("downloads none for a stack that needs none", async () => {
      expect(await chooseOn(failing, "embedded")).to.deep.include({ name: "embedded", lines: [] });
    });

    it("does without it where it cannot be downloaded, and says why", async () => {
      expect(await chooseOn(failing)).to.deep.equal({
        name: "embedded",
        reason:
          "the Pulumi CLI is neither installed nor to be downloaded: Failed to download it: fetch failed",
        lines: [downloading],
      });
    });

    it("says what the installation wrote where it failed", async () => {
      const failed = new Error("code: -2\n stdout: \n stderr: Command failed: no space left\n err?: \n");
      expect((await chooseOn(() => Promise.reject(failed))).reason).to.match(
        /: Command failed: no space left$/,
      );
    });

    it("waits for it no longer than its limit", async () => {
      const { name, reason } = await chooseOn(endless, undefined, 20);
      expect(name).to.equal("embedded");
      expect(reason).to.match(/no answer within 0.02 s$/);
    });

    it("fails where TALLY_ENGINE asks for it and it cannot be downloaded", async () => {
      process.env.TALLY_ENGINE = "pulumi";
      expect(await failureOf(chooseOn(failing))).to.equal(
        "the Pulumi CLI is needed, for TALLY_ENGINE asks for it, and cannot be downloaded: Failed to download it: fetch failed",
      );
    });

    it("fails where it has made the stack and cannot be downloaded", async () => {
      expect(await failureOf(chooseOn(endless, "pulumi", 20))).to.equal(
        'the Pulumi CLI is needed, for it made stack "dev", and cannot be downloaded: no answer within 0.02 s',
      );
    });
  });
});
