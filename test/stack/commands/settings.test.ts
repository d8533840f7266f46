import { expect } from "chai";
import { readSettings } from "../../../stack/commands/settings.ts";
import { noChanges } from "../../../stack/config/setting-changes.ts";
import { failureOf } from "../../support/failure.ts";

describe("the settings of a command line", () => {
  const read = (config: readonly string[], secretConfig: readonly string[] = []) =>
    readSettings({ ...noChanges, stack: "never-made", config, secretConfig });

  it("may be secret and are taken then", async () => {
    const { ownerKey, port } = await read(["port=81"], ["ownerKey=the-key-of-the-owner"]);
    expect({ ownerKey, port }).to.deep.equal({ ownerKey: "the-key-of-the-owner", port: 81 });
  });

  it("are refused when a secret is in clear", async () => {
    const failure = await failureOf(read(["tally:ownerKey=the-key-of-the-owner"]));
    expect(failure)
      .to.match(/tally:ownerKey is a secret and is given in clear/)
      .and.not.include("the-key");
  });

  it("are refused when what is no secret is to be kept encrypted", async () => {
    expect(await failureOf(read([], ["redisHost=10.0.0.5"]))).to.match(/tally:redisHost is no secret/);
  });

  it("are those of before without what is unset", async () => {
    const unset = ["tally:backup", "logLevel", "port"];
    const { backup, logLevel, port } = await readSettings({ ...noChanges, stack: "prod", unset });
    expect({ backup, logLevel, port }).to.deep.equal({ backup: 0, logLevel: "info", port: 5002 });
  });

  it("are refused without a word of a secret that has no key", async () => {
    expect(await failureOf(read([], ["hush"]))).to.equal("--secret-config must have the form key=value");
  });
});
