import { tmpdir } from "node:os";
import { expect } from "chai";
import {
  containersOf,
  networksOf,
  ofType,
  type Recording,
  recordPrograms,
  theOnly,
} from "./recorded-program.ts";

const key = "the-key-of-the-backups";

describe("the program's backups", function () {
  this.timeout(30_000);
  let off: Recording;
  let scheduled: Recording;
  let elsewhere: Recording;

  before(async () => {
    const everySixHours = { backup: "6h", backupRetention: 30 };
    [off, scheduled, elsewhere] = (await recordPrograms([
      {},
      { settings: { ...everySixHours, backupKey: key }, secretKeys: ["backupKey"] },
      { settings: { ...everySixHours, backupFolder: tmpdir(), redisHost: "redis.example" } },
    ])) as [Recording, Recording, Recording];
  });

  it("have no container without a schedule, but an image and a volume to be made on demand", () => {
    expect(containersOf(off, "backup")).to.deep.equal([]);
    const image = ofType(off, "image").find(({ name }) => name === "backup-image");
    expect(image?.inputs.imageName).to.match(/^tally-unmade-backup:\w{10}$/);
    expect(theOnly(off, "routes").inputs.backupImage).to.equal(image?.inputs.imageName);
    expect(theOnly(off, "volume", "tally-unmade-backups").options.retainOnDelete).to.equal(true);
  });

  it("are made as often, and kept as many, as is configured", () => {
    expect(environmentOf(scheduled)).to.include({ BACKUP_INTERVAL_SECONDS: "21600", BACKUP_RETENTION: "30" });
  });

  it("reach Redis and nothing else, and may write to their volume alone", () => {
    const [container] = containersOf(scheduled, "backup");
    expect(container && networksOf(container)).to.deep.equal(["tally-unmade-back"]);
    expect(container?.inputs.volumes).to.deep.equal([
      { volumeName: "tally-unmade-backups", containerPath: "/var/lib/tally-backups" },
      { volumeName: "tally-unmade-secrets", containerPath: "/run/secrets", readOnly: true },
    ]);
    expect(container?.madeBefore).to.include.members(["redis", "secret-files"]);
  });

  it("are encrypted with a key that is in a file, and in nothing else that is registered", () => {
    expect(environmentOf(scheduled).BACKUP_KEY_FILE).to.equal("/run/secrets/backup-key");
    expect(theOnly(scheduled, "secretFiles").inputs.files.value).to.deep.equal({ "backup-key": key });
    const others = scheduled.registrations.filter(({ name }) => name !== "secret-files");
    expect(JSON.stringify(others)).to.not.include(key);
    expect(environmentOf(elsewhere)).to.not.have.any.keys("BACKUP_KEY_FILE");
  });

  it("change no release: no replica is told of them", () => {
    expect(scheduled.outputs.release).to.equal(off.outputs.release);
  });

  it("are of the Redis that is configured, in the folder that is configured", () => {
    expect(environmentOf(elsewhere)).to.include({ REDIS_HOST: "redis.example", REDIS_PORT: "6379" });
    const [container] = containersOf(elsewhere, "backup");
    expect(container && networksOf(container)).to.deep.equal(["tally-unmade-outside"]);
    expect(container?.inputs.volumes[0]).to.deep.equal({
      hostPath: tmpdir(),
      containerPath: "/var/lib/tally-backups",
    });
    const volumes = ofType(elsewhere, "volume").map(({ inputs }) => inputs.name);
    expect(volumes).to.not.include("tally-unmade-backups");
  });
});

function environmentOf(recording: Recording): Record<string, string> {
  const [container] = containersOf(recording, "backup");
  return Object.fromEntries(container?.inputs.envs.map((line: string) => line.split(/=(.*)/s, 2)) ?? []);
}
