import { createHash } from "node:crypto";
import { expect } from "chai";
import { containersOf, type Recording, recordPrograms, runProgram, theOnly } from "./recorded-program.ts";

const keys = {
  ownerKey: "the-key-of-the-owner",
  readKey: "the-key-of-the-readers",
  hitKey: "the-key-of-the-hitters",
};

describe("the program's keys", function () {
  this.timeout(30_000);
  let plain: Recording;
  let keyed: Recording;

  before(async () => {
    [plain, keyed] = (await recordPrograms([{}, { settings: keys, secretKeys: Object.keys(keys) }])) as [
      Recording,
      Recording,
    ];
  });

  const environmentOf = (recording: Recording): Record<string, string> =>
    Object.fromEntries(
      (containersOf(recording, "service")[0]?.inputs.envs ?? []).map((line: string) =>
        line.split(/=(.*)/s, 2),
      ),
    );

  it("are written into the volume that replicas read, before they start", () => {
    const files = theOnly(keyed, "secretFiles");
    expect(files.inputs.volume).to.equal("tally-unmade-secrets");
    expect(Object.values(files.inputs.files.value)).to.have.members(Object.values(keys));
    for (const { madeBefore } of containersOf(keyed, "service")) expect(madeBefore).to.include(files.name);
  });

  it("reach replicas by the names of their files", () => {
    const { value } = theOnly(keyed, "secretFiles").inputs.files;
    const environment = environmentOf(keyed);
    for (const [variable, key] of [
      ["OWNER_KEY_FILE", keys.ownerKey],
      ["READ_KEY_FILE", keys.readKey],
      ["HIT_KEY_FILE", keys.hitKey],
    ] as const) {
      expect(value[(environment[variable] ?? "").replace("/run/secrets/", "")]).to.equal(key);
    }
    expect(environment).to.not.have.any.keys("OWNER_KEY", "READ_KEY", "HIT_KEY");
  });

  it("are registered as secrets and nowhere else", () => {
    const others = keyed.registrations.filter(({ name }) => name !== "secret-files");
    const registered = JSON.stringify([others, keyed.outputs]);
    for (const key of Object.values(keys)) {
      const digest = createHash("sha256").update(key).digest("hex");
      for (const form of [key, digest, Buffer.from(key).toString("base64")]) {
        expect(registered).to.not.include(form);
      }
    }
    const { value, ...mark } = theOnly(keyed, "secretFiles").inputs.files;
    expect(Object.keys(mark)).to.have.length(1);
    expect(value).to.be.an("object");
  });

  it("are refused in clear, before anything is registered", async () => {
    const { problem, registrations } = await runProgram({ settings: keys, secretKeys: ["readKey"] });
    expect(problem).to.match(
      /tally:ownerKey is a secret and is given in clear[\s\S]*tally:hitKey is a secret/,
    );
    expect(problem).to.not.include("tally:readKey");
    const made = registrations.filter(({ type, custom }) => custom && !type.startsWith("pulumi:providers:"));
    expect(made).to.deep.equal([]);
  });

  it("are an owner key that is made in the volume where none is configured, and no other", () => {
    const { generated, files } = theOnly(plain, "secretFiles").inputs;
    expect(generated).to.deep.equal(["owner-key"]);
    expect(files.value).to.deep.equal({});
    expect(environmentOf(plain)).to.have.property("OWNER_KEY_FILE", "/run/secrets/owner-key");
    expect(environmentOf(plain)).to.not.have.any.keys("READ_KEY_FILE", "HIT_KEY_FILE");
  });
});
