import { expect } from "chai";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { copyProject, type Project } from "../../support/project.ts";

describe("status", () => {
  const docker = connectDocker();
  const stack = testStackName();
  let project: Project;

  before(async () => {
    project = await copyProject();
    const redis = await docker.createContainer({
      name: `tally-${stack}-redis`,
      Image: await findBaseImage(docker, "redis"),
      Cmd: ["redis-server", "--save", ""],
      Labels: { "tally.stack": stack, "tally.role": "redis" },
      HostConfig: { NetworkMode: "none" },
    });
    await redis.start();
  });
  after(async () => {
    await removeStacks(docker, (name) => name === stack);
    await project.dispose();
  });

  it("looks again and again with --watch, each time in one line of JSON, and goes on when something is not well", async () => {
    const enough = new AbortController();
    const onOutput = (output: string) => {
      if (output.split("\n").length > 2) enough.abort();
    };
    const args = ["stack/commands/cli.ts", "status", "--stack", stack, "--watch", "--json"];
    const { stdout, output } = await project.run("node", args, { signal: enough.signal, onOutput });
    const looks = stdout.trim().split("\n");
    expect(looks, output).to.have.length(2);
    const [first, second] = looks.map((look) => JSON.parse(look));
    expect(first.containers).to.have.length(1);
    expect(first.release).to.equal(undefined);
    expect(second.containers[0].uptimeSeconds).to.be.above(first.containers[0].uptimeSeconds);
  });
});
