import { expect } from "chai";
import type { Role } from "../../../stack/containers/labels.ts";
import { findShortcomings } from "../../../stack/status/shortcomings.ts";
import type { ContainerStatus, Status } from "../../../stack/status/status.ts";

const unknown = {
  uptimeSeconds: undefined,
  memoryBytes: undefined,
  memoryLimitBytes: undefined,
  cpus: undefined,
};

function container(role: Role, changes: Partial<ContainerStatus> = {}): ContainerStatus {
  const name = `tally-dev-${role}`;
  const well = { state: "running", status: "Up 3 minutes", health: "healthy", complaint: undefined } as const;
  const release = role === "service" ? "aaaa" : undefined;
  return { id: name, name, role, release, ...well, ...unknown, ...changes };
}

describe("what is not well with a stack", () => {
  const [proxy, replica, redis] = [container("proxy"), container("service"), container("redis")];
  const counts = { visits: "1", total_visitors: "0", votes: "0" };
  const containers = [proxy, replica, redis];
  const well = {
    ...{ stack: "dev", release: "aaaa", containers, missing: [], counts, ownRedis: true, notReady: [] },
    unfinishedSwitch: false,
    certificateEnd: "2026-12-21T00:00:00.000Z",
  };
  const find = (changes: Partial<Status> = {}) =>
    findShortcomings({ ...well, ...changes }, Date.UTC(2026, 10, 21));

  it("is nothing where everything runs, with a Redis elsewhere too", () => {
    expect(find()).to.deep.equal([]);
    expect(find({ containers: [proxy, replica], counts: undefined, ownRedis: false })).to.deep.equal([]);
  });

  it("is every container that does not run, and what the unhealthy ones complain of", () => {
    const dead = container("service", { state: "exited" });
    const sick = container("proxy", { health: "unhealthy", complaint: "no answer" });
    expect(find({ containers: [sick, dead, redis] })).to.deep.equal([
      "tally-dev-service is exited.",
      "tally-dev-proxy is unhealthy: no answer",
    ]);
  });

  it("is, of a release that does not serve, what the next update removes", () => {
    const refused = container("service", {
      name: "tally-dev-service-bbbb-1",
      release: "bbbb",
      state: "exited",
    });
    expect(find({ containers: [...containers, refused] })).to.deep.equal([
      "tally-dev-service-bbbb-1 is exited, left of a release that was refused or replaced; " +
        "the next `npm run up` removes it.",
    ]);
  });

  it("is a proxy that routes to nothing, or to replicas that are gone", () => {
    expect(find({ release: undefined })).to.deep.equal(["The proxy routes to no release."]);
    expect(find({ release: "bbbb" })).to.deep.equal(["Release bbbb has no replicas."]);
  });

  it("is a switch that was cut short, with the cure", () => {
    expect(find({ unfinishedSwitch: true })).to.deep.equal([
      "The switch to release aaaa is not finished; npm run up -- --stack dev finishes it.",
    ]);
  });

  it("is a Redis of the stack's own that does not answer", () => {
    expect(find({ counts: undefined })).to.deep.equal(["tally-dev-redis does not answer."]);
  });

  it("is a Redis of the stack's own that is gone", () => {
    expect(find({ containers: [proxy, replica], counts: undefined })).to.deep.equal([
      "The container of Redis is gone; npm run up -- --stack dev makes it again.",
    ]);
  });

  it("is what is configured and has no container", () => {
    expect(find({ missing: ["backup", "prometheus"] })).to.deep.equal([
      "The schedule of backups is configured and has no container; npm run up -- --stack dev makes it again.",
      "Prometheus is configured and has no container; npm run up -- --stack dev makes it again.",
    ]);
  });

  it("is every replica that should get no traffic, or is gone, but for what has stopped", () => {
    const notReady = [
      { replica: replica.name, complaint: "Redis does not answer." },
      { replica: "tally-dev-service-aaaa-2", complaint: "It does not answer." },
    ];
    expect(find({ notReady })).to.deep.equal([
      "tally-dev-service is not ready: Redis does not answer.",
      "tally-dev-service-aaaa-2 is gone; npm run up -- --stack dev makes it again.",
    ]);
    const dead = container("service", { state: "exited" });
    expect(find({ notReady: notReady.slice(0, 1), containers: [proxy, dead, redis] })).to.deep.equal([
      "tally-dev-service is exited.",
    ]);
  });

  it("is a certificate that has ended", () => {
    expect(find({ certificateEnd: "2026-11-20T12:00:00.000Z" })).to.deep.equal([
      "The proxy's certificate ended on 2026-11-20.",
    ]);
  });

  it("is a key that holds no count, with the cure", () => {
    expect(find({ counts: { ...counts, visits: null } })).to.deep.equal([
      'The Redis key visits of stack "dev" holds no count; set or reset tally/visits.',
    ]);
  });
});
