import { expect } from "chai";
import type Docker from "dockerode";
import { awaitConvergence } from "../../../../stack/platforms/swarm/convergence.ts";
import { failureOf } from "../../../support/failure.ts";

const wanted = { Image: "proxy@2" };
const node = (ID: string, State = "ready") => ({ ID, Status: { State }, Spec: { Availability: "active" } });
const task = (NodeID: string, ContainerSpec: object, State = "running", Err = "") => ({
  NodeID,
  Spec: { ContainerSpec },
  Status: { State, Err, Timestamp: "2026-01-01T00:00:00Z" },
});

/** A manager with a service that goes through these states, and then stays in the last. */
function swarmOf(nodes: object[], states: { update?: object; tasks: object[] }[]): Docker {
  let state = states[0];
  return {
    getService: () => ({
      async inspect() {
        state = states.length > 1 ? states.shift() : states[0];
        return { Spec: { TaskTemplate: { ContainerSpec: wanted } }, UpdateStatus: state?.update };
      },
    }),
    listNodes: async () => nodes,
    listTasks: async () => state?.tasks ?? [],
  } as unknown as Docker;
}

describe("awaitConvergence", () => {
  const wait = (docker: Docker, timeoutSeconds = 5) =>
    awaitConvergence({ manager: {}, service: "tally-dev-proxy", timeoutSeconds }, docker);

  it("waits for every node that is up, and for the version that was asked for", async () => {
    let looked = 0;
    const states = [
      { update: { State: "updating" }, tasks: [task("a", wanted), task("b", wanted)] },
      { tasks: [task("a", wanted), task("b", { Image: "proxy@1" })] },
      { tasks: [task("a", wanted), task("b", wanted, "starting")] },
      { update: { State: "completed" }, tasks: [task("a", wanted), task("b", wanted)] },
    ];
    const docker = swarmOf([node("a"), node("b"), node("c", "down")], states);
    const { listTasks } = docker;
    docker.listTasks = ((...args: []) => {
      looked += 1;
      return listTasks(...args);
    }) as typeof listTasks;
    await wait(docker);
    expect(looked).to.equal(3);
    expect(states).to.have.length(1);
  });

  it("fails with the reason when Swarm has gone back", async () => {
    const failed = task("a", wanted, "failed", "task: non-zero exit (1)");
    const update = { State: "rollback_completed", Message: "update rolled back" };
    expect(await failureOf(wait(swarmOf([node("a")], [{ update, tasks: [failed] }])))).to.equal(
      "Swarm refused the update of tally-dev-proxy (update rolled back): task: non-zero exit (1)",
    );
  });

  it("names the nodes that are behind when it takes too long", async () => {
    const docker = swarmOf([node("a"), node("b")], [{ tasks: [task("a", wanted)] }]);
    expect(await failureOf(wait(docker, 0))).to.match(/does not run everywhere after 0 s \(b\)/);
  });
});
