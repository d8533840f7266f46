import { expect } from "chai";
import type Docker from "dockerode";
import { planForcedUpdates } from "../../../../stack/platforms/swarm/forced-updates.ts";

async function planned(service: object): Promise<number | undefined> {
  const docker = { listServices: async () => [service] } as unknown as Docker;
  return (await planForcedUpdates(docker, "dev")).get("tally-dev-service");
}

describe("planForcedUpdates", () => {
  const Spec = { Name: "tally-dev-service", TaskTemplate: { ForceUpdate: 3 } };
  const service = { Version: { Index: 41 }, Spec };

  it("leaves a service as it is that serves what was asked of it", async () => {
    expect(await planned(service)).to.equal(3);
    expect(await planned({ ...service, UpdateStatus: { State: "completed" } })).to.equal(3);
    expect(await planned({ ...service, UpdateStatus: { State: "updating" } })).to.equal(3);
  });

  it("makes the next update try again after Swarm has gone back", async () => {
    for (const State of ["rollback_started", "rollback_completed", "rollback_paused", "paused"]) {
      expect(await planned({ ...service, UpdateStatus: { State } }), State).to.equal(41);
    }
  });

  it("has nothing to say of a service that is not there yet", async () => {
    const docker = { listServices: async () => [] } as unknown as Docker;
    expect(await planForcedUpdates(docker, "dev")).to.deep.equal(new Map());
  });
});
