import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { expect } from "chai";
import type Docker from "dockerode";
import { findBaseImage } from "../../stack/base-images.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { keepEnvironment } from "../stack/kept-environment.ts";
import { removeStacks, testStackName } from "./abandoned-stacks.ts";
import { listContainerProcesses, listProcesses } from "./processes.ts";
import { until } from "./until.ts";

describe("processes", () => {
  const docker = connectDocker();
  const stack = testStackName();
  // A machine without a `ps`.
  keepEnvironment("PATH");
  after(() => removeStacks(docker, (name) => name === stack));

  it("are those of the machine, with their whole command lines", async () => {
    const mark = randomUUID();
    const waiting = spawn("/bin/sh", ["-c", "read line", "x".repeat(5000), mark]);
    await until(async () => (await listProcesses()).some(({ args }) => args.endsWith(` ${mark}`)));
    expect((await listProcesses()).find(({ args }) => args.endsWith(mark))?.pid).to.equal(waiting.pid);
    waiting.kill();
  });

  it("are those of a container that stands still, and no others", async function () {
    if (process.getuid?.() !== 0) this.skip();
    const containers = await Promise.all([start(100), start(200)]);
    const [container] = containers;
    await until(async () => (await listContainerProcesses(container)).length === 3);
    await container.pause();
    const args = (await listContainerProcesses(container)).map((each) => each.args);
    expect(args.filter((each) => each.startsWith("sleep"))).to.have.members(["sleep 100", "sleep 101"]);
  });

  async function start(seconds: number): Promise<Docker.Container> {
    const container = await docker.createContainer({
      Image: await findBaseImage(docker, "redis"),
      Cmd: ["sh", "-c", `sleep ${seconds} & sleep ${seconds + 1}; :`],
      Labels: { "tally.stack": stack },
      HostConfig: { NetworkMode: "none" },
    });
    await container.start();
    return container;
  }
});
