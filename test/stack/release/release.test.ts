import { expect } from "chai";
import { parseStackConfig } from "../../../stack/config/config.ts";
import { planRelease } from "../../../stack/release/plan.ts";
import { type ReleaseSpec, releaseId, releaseSpec } from "../../../stack/release/release.ts";

const baseImages = { node: "node:24", nginx: "nginx:1", redis: "redis:8" };

function configOf(settings: Readonly<Record<string, string>>, stack = "dev") {
  const values = Object.entries(settings).map(([key, value]) => [`tally:${key}`, value]);
  return parseStackConfig(stack, Object.fromEntries(values));
}

const specOf = (settings: Readonly<Record<string, string>>) =>
  releaseSpec(configOf(settings), "redis.example");

describe("releaseSpec", () => {
  it("describes how a replica runs", () => {
    const spec = specOf({ memory: "128", cpus: "0.5", healthInterval: "60", drainTimeout: "20" });
    expect(spec).to.deep.include({ memoryMegabytes: 128, cpus: 0.5 });
    expect(spec.health).to.include({ intervalSeconds: 60, timeoutSeconds: 5 });
    expect(spec.env).to.include({ APP_ENV: "dev", DRAIN_MS: "20000", REDIS_HOST: "redis.example" });
  });

  it("tells replicas how to count, by the names that the service knows", () => {
    const { env } = specOf({
      strangersMayCreate: "50",
      voteWindow: "3600",
      historyHours: "24",
      historyDays: "30",
      uniqueVisitors: "false",
      countBots: "true",
      countPrefetches: "true",
      ignoredAddresses: "10.0.0.0/8, ::1",
      liveStreams: "7",
    });
    expect(env).to.include({
      STRANGERS_MAY_CREATE: "50",
      VOTE_WINDOW_SECONDS: "3600",
      HISTORY_HOURS: "24",
      HISTORY_DAYS: "30",
      UNIQUE_VISITORS: "false",
      COUNT_BOTS: "true",
      COUNT_PREFETCHES: "true",
      IGNORED_ADDRESSES: "10.0.0.0/8,::1",
      LIVE_STREAMS: "7",
    });
    expect(specOf({}).env).to.not.have.property("IGNORED_ADDRESSES");
  });

  it("holds no password", () => {
    const spec = specOf({ redisHost: "redis.example", redisPassword: "hush", redisUsername: "me" });
    expect(JSON.stringify(spec)).to.not.include("hush");
    expect(spec.env).to.have.property("REDIS_USERNAME", "me");
    expect(spec.env).to.have.property("REDIS_PASSWORD_FILE");
  });
});

describe("releaseId", () => {
  const spec: ReleaseSpec = specOf({});

  it("is short, and may be part of a Docker name and of a tag", () => {
    expect(releaseId(["digest", "node:24"], spec)).to.match(/^[0-9a-f]{10}$/);
  });

  it("is the same for the same", () => {
    expect(releaseId(["digest", "node:24"], specOf({}), "hush")).to.equal(
      releaseId(["digest", "node:24"], spec, "hush"),
    );
  });

  it("differs with the sources, the base image, every setting and the secret", () => {
    const ids = [
      releaseId(["digest", "node:24"], spec),
      releaseId(["other", "node:24"], spec),
      releaseId(["digest", "node:25"], spec),
      releaseId(["digest", "node:24"], spec, "hush"),
      releaseId(["digest", "node:24"], spec, "hush2"),
      releaseId(["digest", "node:24"], { ...spec, cpus: 2 }),
      releaseId(["digest", "node:24"], { ...spec, memoryMegabytes: 512 }),
      releaseId(["digest", "node:24"], { ...spec, env: { ...spec.env, PORT: "1" } }),
      releaseId(["digest", "node:24"], { ...spec, health: { ...spec.health, retries: 9 } }),
    ];
    expect(new Set(ids).size).to.equal(ids.length);
  });
});

describe("planRelease", () => {
  it("makes a release from sources and configuration, to be built", () => {
    const planned = planRelease(configOf({}, "here"), { baseImages, cpus: 2 });
    expect(planned.imageId).to.equal(undefined);
    expect(planned.spec.env.REDIS_HOST).to.equal("tally-here-redis");
  });

  it("connects replicas to the Redis that is configured", () => {
    const planned = planRelease(configOf({ redisHost: "redis.example" }), { baseImages, cpus: 2 });
    expect(planned.spec.env.REDIS_HOST).to.equal("redis.example");
  });

  it("takes a pinned release as it was built, whatever is configured now", () => {
    const pinned = {
      id: "aaaaaaaaaa",
      imageId: "sha256:1",
      spec: specOf({}),
      tags: [],
      taggedAt: 1,
      served: true,
    };
    const planned = planRelease(configOf({ logLevel: "debug", release: "aaaaaaaaaa" }), {
      baseImages,
      cpus: 2,
      pinned,
    });
    expect(planned).to.deep.include({ id: "aaaaaaaaaa", imageId: "sha256:1", spec: pinned.spec });
  });
});
