import { expect } from "chai";
import { findShortcomings, isUnhealthy } from "../../../stack/commands/shortcomings.ts";
import type { StackContainer } from "../../../stack/commands/stack-containers.ts";
import type { Status } from "../../../stack/commands/status.ts";
import type { Role } from "../../../stack/labels.ts";

function container(role: Role, state = "running", status = "Up 3 minutes (healthy)"): StackContainer {
  const name = `tally-dev-${role}`;
  return { id: name, name, role, release: role === "service" ? "aaaa" : undefined, state, status };
}

describe("what is not well with a stack", () => {
  const [proxy, replica, redis] = [container("proxy"), container("service"), container("redis")];
  const counts = { visits: "1", total_visitors: "0", votes: "0" };
  const find = (changes: Partial<Status> = {}, complaints: readonly string[] = []) => {
    const containers = [proxy, replica, redis];
    const well = { stack: "dev", release: "aaaa", releases: ["aaaa"], containers, counts };
    return findShortcomings({ ...well, ...changes }, complaints);
  };

  it("is nothing where everything runs, with a Redis elsewhere too", () => {
    expect(find()).to.deep.equal([]);
    expect(find({ containers: [proxy, replica], counts: undefined })).to.deep.equal([]);
  });

  it("is every container that does not run, and what the unhealthy ones complain of", () => {
    const dead = container("service", "exited", "Exited (137) 1 second ago");
    const complaints = ["tally-dev-proxy is unhealthy: no answer"];
    expect(find({ containers: [proxy, dead, redis] }, complaints)).to.deep.equal([
      "tally-dev-service is exited.",
      ...complaints,
    ]);
  });

  it("is asked of a container that runs and fails its health check, not of one that is still starting", () => {
    expect(isUnhealthy(container("service", "running", "Up 3 minutes (unhealthy)"))).to.equal(true);
    expect(isUnhealthy(container("service", "running", "Up 1 second (health: starting)"))).to.equal(false);
    expect(isUnhealthy(replica)).to.equal(false);
    expect(isUnhealthy(container("service", "exited", "Exited (0) 1 second ago"))).to.equal(false);
  });

  it("is a proxy that routes to nothing, or to replicas that are gone", () => {
    expect(find({ release: undefined })).to.deep.equal(["The proxy routes to no release."]);
    expect(find({ release: "bbbb" })).to.deep.equal(["Release bbbb has no replicas."]);
  });

  it("is a Redis of the stack's own that does not answer", () => {
    expect(find({ counts: undefined })).to.deep.equal(["tally-dev-redis does not answer."]);
  });

  it("is a key that holds no count, with the cure", () => {
    expect(find({ counts: { ...counts, visits: null } })).to.deep.equal([
      'The Redis key visits of stack "dev" holds no count; set or reset tally/visits.',
    ]);
  });
});
