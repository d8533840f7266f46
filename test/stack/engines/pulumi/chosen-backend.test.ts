import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hasChosenBackend } from "../../../../stack/engines/pulumi/chosen-backend.ts";

describe("whether somebody has said where Pulumi keeps its state", () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "tally-pulumi-home-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  const isChosen = (env: NodeJS.ProcessEnv = {}) => hasChosenBackend({ PULUMI_HOME: home, ...env });
  const write = (content: string) => writeFile(join(home, "credentials.json"), content);

  it("is no where nobody has logged in, or has logged out", async () => {
    expect(await isChosen()).to.equal(false);
    await write('{"current":"","accessTokens":{}}');
    expect(await isChosen()).to.equal(false);
  });

  it("is yes where somebody has logged in, or the environment says it", async () => {
    expect(await isChosen({ PULUMI_BACKEND_URL: "s3://state" })).to.equal(true);
    expect(await isChosen({ PULUMI_ACCESS_TOKEN: "a-token" })).to.equal(true);
    await write('{"current":"https://api.example.org"}');
    expect(await isChosen()).to.equal(true);
  });

  it("is for Pulumi to say where its file is damaged", async () => {
    await write("{");
    expect(await isChosen()).to.equal(true);
  });
});
