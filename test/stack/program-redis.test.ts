import { createHash } from "node:crypto";
import { expect } from "chai";
import {
  containersOf,
  networksOf,
  type Recording,
  type Registered,
  recordProgram,
  recordPrograms,
  theOnly,
} from "./recorded-program.ts";

const password = "swordfish-in-clear";
const external = {
  redisHost: "redis.example",
  redisPort: 6390,
  redisDb: 4,
  redisUsername: "tally",
  redisPassword: password,
  redisTls: "true",
  redisRetryAttempts: 9,
  redisRetryDelayMs: 70,
};

function environmentOf({ inputs }: Registered): Record<string, string> {
  return Object.fromEntries(inputs.envs.map((line: string) => line.split(/=(.*)/s, 2)));
}

describe("the program with a Redis elsewhere", function () {
  this.timeout(30_000);
  let recording: Recording;
  let open: Recording;

  before(async () => {
    [recording, open] = (await recordPrograms([
      { settings: external, secretKeys: ["redisPassword"] },
      { settings: { redisHost: "redis.example" } },
    ])) as [Recording, Recording];
  });

  it("makes no Redis of its own", () => {
    expect(containersOf(recording, "redis")).to.deep.equal([]);
    const names = recording.registrations.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("redis"))).to.deep.equal([]);
  });

  it("tells replicas where it is", () => {
    expect(environmentOf(containersOf(recording, "service")[0] ?? never())).to.include({
      REDIS_HOST: "redis.example",
      REDIS_PORT: "6390",
      REDIS_DB: "4",
      REDIS_USERNAME: "tally",
      REDIS_TLS: "true",
      REDIS_RETRY_ATTEMPTS: "9",
      REDIS_RETRY_DELAY_MS: "70",
    });
  });

  it("lets replicas out of the machine, by a network that the proxy is not on", () => {
    const internal = (name: string) => theOnly(recording, "network", name).inputs.internal;
    const ways = networksOf(containersOf(recording, "service")[0] ?? never()).filter(
      (name) => !internal(name),
    );
    expect(ways).to.have.length(1);
    expect(networksOf(containersOf(recording, "proxy")[0] ?? never())).to.not.include(ways[0]);
    expect(internal("tally-unmade-front")).to.equal(true);
  });

  it("writes the password into the volume that replicas read, before they start", () => {
    const files = theOnly(recording, "secretFiles");
    expect(files.inputs.volume).to.equal("tally-unmade-secrets");
    for (const { inputs, madeBefore } of containersOf(recording, "service")) {
      expect(inputs.volumes).to.deep.equal([
        { volumeName: "tally-unmade-secrets", containerPath: "/run/secrets", readOnly: true },
      ]);
      expect(madeBefore).to.include(files.name);
    }
  });

  it("tells replicas the file that the password is written to", () => {
    const [name] = Object.keys(theOnly(recording, "secretFiles").inputs.files.value);
    for (const replica of containersOf(recording, "service")) {
      expect(environmentOf(replica).REDIS_PASSWORD_FILE).to.equal(`/run/secrets/${name}`);
    }
  });

  it("registers the password as a secret and nowhere else", () => {
    const { inputs } = theOnly(recording, "secretFiles");
    const { value, ...mark } = inputs.files;
    expect(Object.values(value)).to.deep.equal([password]);
    expect(Object.keys(mark)).to.have.length(1);
    const others = recording.registrations.filter(({ name }) => name !== "secret-files");
    const digest = createHash("sha256").update(password).digest("hex");
    const encoded = [password, digest, Buffer.from(password).toString("base64")];
    for (const form of encoded) expect(JSON.stringify([others, recording.outputs])).to.not.include(form);
  });

  it("needs no password file without a password", () => {
    expect(theOnly(open, "secretFiles").inputs.files.value).to.deep.equal({});
    const environment = environmentOf(containersOf(open, "service")[0] ?? never());
    expect(environment).to.not.have.any.keys("REDIS_PASSWORD_FILE", "REDIS_PASSWORD", "REDIS_USERNAME");
  });
});

describe("the program with its own Redis", function () {
  this.timeout(30_000);
  let recording: Recording;

  before(async () => {
    recording = await recordProgram({ settings: { redisMemory: 500, redisFsync: "everysec" } });
  });

  it("leaves it room beside its data", () => {
    const redis = containersOf(recording, "redis")[0] ?? never();
    expect(redis.inputs.memory).to.equal(500);
    expect(environmentOf(redis)).to.include({ REDIS_PORT: "6379", REDIS_MAXMEMORY: "300mb" });
  });

  it("has it sync before it answers, unless the configuration says otherwise", async () => {
    const fsyncOf = (each: Recording) => environmentOf(containersOf(each, "redis")[0] ?? never()).REDIS_FSYNC;
    expect(fsyncOf(await recordProgram({}))).to.equal("always");
    expect(fsyncOf(recording)).to.equal("everysec");
  });

  it("tells replicas its name and port, and the file in which it puts the password", () => {
    expect(environmentOf(containersOf(recording, "service")[0] ?? never())).to.include({
      REDIS_HOST: "tally-unmade-redis",
      REDIS_PORT: "6379",
      REDIS_TLS: "false",
      REDIS_PASSWORD_FILE: "/run/secrets/redis-password",
    });
  });

  it("gives replicas no way to change its password", () => {
    const [volume] = containersOf(recording, "service")[0]?.inputs.volumes ?? [];
    expect(volume).to.deep.include({ volumeName: "tally-unmade-secrets", readOnly: true });
  });
});

function never(): never {
  throw new Error("the program has registered no such container");
}
