import { join } from "node:path";
import { expect } from "chai";
import { parseStackConfig, secretKeys } from "../../../stack/config/config.ts";
import { noChanges } from "../../../stack/config/setting-changes.ts";
import { failureOf } from "../../support/failure.ts";
import { copyProject, type Project } from "../../support/project.ts";
import { keepEnvironment } from "../kept-environment.ts";
import { madeByPulumi } from "../made-by-pulumi.ts";

const { salt, passphrase, secure, value } = madeByPulumi;

describe("a stack's file", () => {
  let project: Project;
  let stackFiles: typeof import("../../../stack/config/stack-file.ts");
  keepEnvironment("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE");

  before(async () => {
    project = await copyProject();
    // The copy's module, which finds the copy's files.
    stackFiles = await import(join(project.directory, "stack/config/stack-file.ts"));
  });
  after(() => project.dispose());

  const write = (...lines: string[]) => project.write("Pulumi.kept.yaml", `${lines.join("\n")}\n`);

  describe("is read", () => {
    it("with values as text, under their full names", async () => {
      await write(
        "config:",
        "  tally:port: 80",
        '  replicas: "2"',
        "  tally:redisTls: true",
        "  docker:host: x",
      );
      expect(await stackFiles.loadStackValues("kept")).to.deep.equal({
        values: { "tally:port": "80", "tally:replicas": "2", "tally:redisTls": "true", "docker:host": "x" },
        secretKeys: [],
      });
    });

    it("with something that every secret may be for those that are not opened", async () => {
      const sealed = secretKeys.flatMap((key) => [`  tally:${key}:`, "    secure: v1:unopened"]);
      const needed = ["  tally:redisHost: redis.example", "  tally:otlpEndpoint: http://collector.example"];
      const swarm = ["platform: swarm", "registry: registry.example", "registryUsername: deployer"];
      await write("config:", ...needed, ...swarm.map((line) => `  tally:${line}`), ...sealed);
      const { values } = await stackFiles.loadSealedValues("kept");
      expect(parseStackConfig("kept", values)).to.include.keys(...secretKeys);
    });

    it("with secrets in clear and named as such", async () => {
      process.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
      await write("config:", "  tally:redisPassword:", `    secure: ${secure}`, `encryptionsalt: ${salt}`);
      expect(await stackFiles.loadStackValues("kept")).to.deep.equal({
        values: { "tally:redisPassword": value },
        secretKeys: ["tally:redisPassword"],
      });
    });

    it("with its secrets sealed, without a passphrase, as what a configuration takes for right", async () => {
      const secrets = ["ownerKey", "readKey", "hitKey"].flatMap((key) => [
        `  tally:${key}:`,
        `    secure: ${secure}`,
      ]);
      await write("config:", ...secrets, `encryptionsalt: ${salt}`);
      const { values, secretKeys } = await stackFiles.loadSealedValues("kept");
      expect(secretKeys).to.deep.equal(["tally:ownerKey", "tally:readKey", "tally:hitKey"]);
      expect(parseStackConfig("kept", values).ownerKey).to.match(/^sealed/);
    });

    it("with what a command line puts above it, plain or secret", async () => {
      process.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
      await write("config:", "  tally:redisPassword:", `    secure: ${secure}`, `encryptionsalt: ${salt}`);
      expect(
        await stackFiles.loadStackValues("kept", {
          ...noChanges,
          config: ["port=1", "redisPassword=x"],
          secretConfig: ["hitKey=y"],
        }),
      ).to.deep.equal({
        values: { "tally:port": "1", "tally:redisPassword": "x", "tally:hitKey": "y" },
        secretKeys: ["tally:hitKey"],
      });
    });

    it("without a passphrase as long as it holds no secret", async () => {
      await write(`encryptionsalt: ${salt}`, "config:", "  tally:port: 80");
      expect((await stackFiles.loadStackValues("kept")).values).to.deep.equal({ "tally:port": "80" });
    });

    it("not with a secret and no passphrase", async () => {
      await write("config:", "  tally:redisPassword:", `    secure: ${secure}`, `encryptionsalt: ${salt}`);
      expect(await failureOf(stackFiles.loadStackValues("kept"))).to.match(/PULUMI_CONFIG_PASSPHRASE/);
    });

    it("as empty where there is none, or nothing in it", async () => {
      const empty = { values: {}, secretKeys: [] };
      expect(await stackFiles.loadStackValues("never-made")).to.deep.equal(empty);
      await write("");
      expect(await stackFiles.loadStackValues("kept")).to.deep.equal(empty);
    });

    it("not when it is no YAML, and is named then", async () => {
      await write("config: {tally:port: 80");
      expect(await failureOf(stackFiles.loadStackValues("kept"))).to.match(/Pulumi\.kept\.yaml is no YAML/);
    });
  });
});
