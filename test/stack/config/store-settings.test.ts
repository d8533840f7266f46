import { join } from "node:path";
import { expect } from "chai";
import { noChanges, type SettingChanges } from "../../../stack/config/setting-changes.ts";
import { failureOf } from "../../support/failure.ts";
import { copyProject, type Project } from "../../support/project.ts";
import { keepEnvironment } from "../kept-environment.ts";
import { madeByPulumi } from "../made-by-pulumi.ts";

const { salt, passphrase, secure, value } = madeByPulumi;

describe("a stack's file, as settings are stored,", () => {
  let project: Project;
  let stackFiles: typeof import("../../../stack/config/stack-file.ts");
  keepEnvironment("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE");

  before(async () => {
    project = await copyProject();
    // The copy's module, which finds the copy's files.
    stackFiles = await import(join(project.directory, "stack/config/stack-file.ts"));
  });
  after(() => project.dispose());

  const change = (stack: string, changes: Partial<SettingChanges>) =>
    stackFiles.storeSettings(stack, { ...noChanges, ...changes });
  const write = (...lines: string[]) => project.write("Pulumi.kept.yaml", `${lines.join("\n")}\n`);

  describe("keeps settings", () => {
    it("beside comments, secrets and whatever else it holds", async () => {
      const kept = [
        "# Who looks after this stack: nobody.",
        `encryptionsalt: ${salt}`,
        "config:",
        "  # Behind the firewall.",
        "  tally:redisPassword:",
        `    secure: ${secure}`,
        "  docker:host: ssh://there # moves in May",
      ];
      await write(...kept, '  tally:port: "80"');
      await change("kept", { config: ["port=8000", "tally:logLevel=debug"] });
      const written = await project.read("Pulumi.kept.yaml");
      for (const line of kept) expect(written).to.include(line);
      process.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
      expect((await stackFiles.loadStackValues("kept")).values).to.deep.equal({
        "tally:redisPassword": value,
        "docker:host": "ssh://there",
        "tally:port": "8000",
        "tally:logLevel": "debug",
      });
    });

    it("in a file of its own where there was none", async () => {
      await change("fresh", { config: ["replicas=2"] });
      expect((await stackFiles.loadStackValues("fresh")).values).to.deep.equal({ "tally:replicas": "2" });
    });

    for (const empty of ["config:", "config: # nothing yet", "config:\n  # nothing yet", "config: null"]) {
      it(`below what holds none: ${JSON.stringify(empty)}`, async () => {
        await write(empty, `encryptionsalt: ${salt}`);
        await change("kept", { config: ["replicas=2"] });
        const written = await project.read("Pulumi.kept.yaml");
        expect(written.includes("# nothing yet")).to.equal(empty.includes("# nothing yet"));
        expect((await stackFiles.loadStackValues("kept")).values).to.deep.equal({ "tally:replicas": "2" });
        expect(await stackFiles.readSalt("kept")).to.equal(salt);
      });
    }

    it("with whatever text they have", async () => {
      const texts = ["true", "", "a=b", "#x", "null", "0123", "two\nlines", "{a: 1}", "'"];
      for (const text of texts) {
        await change("texts", { config: [`redisHost=${text}`] });
        const { values } = await stackFiles.loadStackValues("texts");
        expect(values["tally:redisHost"]).to.equal(text);
      }
    });

    it("that are secret as Pulumi does, in a file that has none yet, too", async () => {
      process.env.PULUMI_CONFIG_PASSPHRASE = "of the stack";
      await write("config:", '  tally:ownerKey: "in-clear-until-now"');
      for (const file of ["kept", "sealed"]) {
        await change(file, { config: ["port=1"], secretConfig: ["ownerKey=hush=hush, größer"] });
        await change(file, { secretConfig: ["tally:hitKey=another"] });
        const written = await project.read(`Pulumi.${file}.yaml`);
        expect(written).to.not.match(/hush|in-clear|another/);
        expect(written).to.match(/^encryptionsalt: v1:\S+:v1:\S+:\S+$/m);
        expect(written).to.match(/^ {2}tally:ownerKey:\n {4}secure: v1:\S+:\S+$/m);
        expect(await stackFiles.loadStackValues(file)).to.deep.equal({
          values: { "tally:port": "1", "tally:ownerKey": "hush=hush, größer", "tally:hitKey": "another" },
          secretKeys: ["tally:ownerKey", "tally:hitKey"],
        });
      }
    });

    it("that are secret not under another passphrase than the one that the file has", async () => {
      await write("config:", "  tally:redisPassword:", `    secure: ${secure}`, `encryptionsalt: ${salt}`);
      process.env.PULUMI_CONFIG_PASSPHRASE = "another";
      const failure = await failureOf(change("kept", { secretConfig: ["ownerKey=hush"] }));
      expect(failure).to.match(/is not the passphrase/);
      expect(await project.read("Pulumi.kept.yaml")).to.not.include("ownerKey");
    });

    it("that are secret not without a form, and shows nothing of them", async () => {
      process.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
      const failure = await failureOf(change("kept", { secretConfig: ["hush"] }));
      expect(failure).to.equal("--secret-config must have the form key=value");
    });

    it("not when one has no such form, which is named", async () => {
      await write("config:", '  tally:port: "80"');
      for (const wrong of ["replicas", "=3", "two words=3"]) {
        const failure = await failureOf(change("kept", { config: ["port=1", wrong] }));
        expect(failure).to.include(`"--config ${wrong}" must have the form key=value`);
      }
      expect((await stackFiles.loadStackValues("kept")).values).to.deep.equal({ "tally:port": "80" });
    });
  });

  describe("forgets settings", () => {
    it("with or without their namespace, and keeps all else, comments too", async () => {
      const lines = [
        "# Who looks after it: nobody.",
        "config:",
        "  # Behind the firewall.",
        '  tally:port: "80"',
        "  replicas: 2",
        "  docker:host: ssh://there # moves",
        "  # tally:replicas: 5",
        "  tally:logLevel: warn",
        "  # The end.",
      ];
      await write(...lines);
      await change("kept", { unset: ["port", "tally:replicas", "logLevel", "memory"] });
      const kept = lines.filter((line) => !/^ +(tally:port|replicas|tally:logLevel):/.test(line));
      expect(await project.read("Pulumi.kept.yaml")).to.equal(`${kept.join("\n")}\n`);
    });

    it("of other namespaces, and secret ones without a passphrase", async () => {
      await write("config:", "  tally:hitKey:", "    secure: v1:unopened", "  docker:host: ssh://there");
      await change("kept", { unset: ["hitKey", "docker:host"] });
      expect((await stackFiles.loadStackValues("kept")).values).to.deep.equal({});
    });

    it("before it takes others", async () => {
      await write("config:", '  tally:port: "80"');
      await change("kept", { unset: ["port"], config: ["port=81"] });
      expect((await stackFiles.loadStackValues("kept")).values).to.deep.equal({ "tally:port": "81" });
    });
  });
});
