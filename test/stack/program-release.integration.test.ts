import { expect } from "chai";
import { copyProject, type Project } from "../support/project.ts";
import { type Configured, recordPrograms } from "./recorded-program.ts";

type Settings = NonNullable<Configured["settings"]>;

const redisHost = "redis.example";

/** What a replica takes no notice of. */
const outside: readonly Settings[] = [
  { replicas: 7 },
  { listenAddress: "127.0.0.1", requestTimeout: 9, maxBodyKilobytes: 8 },
  { nginxImage: "nginx:other", gateWatch: 5, gateTimeout: 99, keepReleases: 9 },
  { redisImage: "redis:other", redisMemory: 512, redisFsync: "everysec" },
];

/** What makes replicas others than they were, each in another way. */
const inside: readonly Settings[] = [
  { logLevel: "debug" },
  { memory: 300 },
  { nodeImage: "node:other" },
  { redisHost },
  { redisHost, redisPassword: "first" },
  { redisHost, redisPassword: "second" },
  { ownerKey: "the-first-owner-key" },
  { ownerKey: "the-second-owner-key" },
  { readKey: "the-first-read-key" },
  { hitKey: "the-first-read-key" },
  { voteWindow: 60 },
  { ignoredAddresses: "10.0.0.0/8" },
  { otlpEndpoint: "http://collector.example" },
  { otlpEndpoint: "http://collector.example", otlpHeaders: "key=first" },
  { otlpEndpoint: "http://collector.example", otlpHeaders: "key=second" },
  { otlpEndpoint: "http://collector.example", traceRatio: 0.1 },
];

async function releasesOf(settings: readonly Settings[], directory?: string): Promise<unknown[]> {
  const configured = settings.map((each) => ({ settings: each }));
  return (await recordPrograms(configured, directory)).map(({ outputs }) => outputs.release);
}

describe("the release that the program makes", function () {
  this.timeout(30_000);
  let plain: unknown;
  let others: unknown[];

  before(async () => {
    [plain, ...others] = await releasesOf([{}, ...outside, ...inside]);
  });

  it("is not a new one with other replicas, another port, other routes and another Redis image", () => {
    for (const release of others.slice(0, outside.length)) expect(release).to.equal(plain);
  });

  it("is a new one with other settings, another base image, another password or another key", () => {
    const releases = [plain, ...others.slice(outside.length)];
    expect(new Set(releases)).to.have.property("size", inside.length + 1);
  });

  describe("in a copy of the project", () => {
    let project: Project;

    before(async () => {
      project = await copyProject();
    });
    after(() => project.dispose());

    it("is a new one with other sources of the service", async () => {
      const [before] = await releasesOf([{}], project.directory);
      await project.edit("service/page/home.ts", /$/, "\n");
      const [after] = await releasesOf([{}], project.directory);
      expect(after).to.not.equal(before);
    });
  });
});
