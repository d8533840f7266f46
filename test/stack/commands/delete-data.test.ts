import { expect } from "chai";
import { findBaseImage } from "../../../stack/base-images.ts";
import { deleteData } from "../../../stack/commands/delete-data.ts";
import { parseOptions } from "../../../stack/commands/options.ts";
import { connectDocker } from "../../../stack/docker.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../machine/failure.ts";

describe("delete-data", () => {
  const docker = connectDocker();
  const stack = testStackName();
  const volumes = [`tally-${stack}-redis-data`, `tally-${stack}-secrets`];
  const Labels = { "tally.stack": stack };

  beforeEach(() => Promise.all(volumes.map((Name) => docker.createVolume({ Name, Labels }))));
  afterEach(() => removeStacks(docker, (name) => name === stack));

  async function run(...args: string[]): Promise<string> {
    const lines: string[] = [];
    const options = parseOptions(["--stack", stack, ...args]);
    await deleteData({ docker, options, report: (line) => void lines.push(line) });
    return lines.join("\n");
  }

  const kept = async () => {
    const { Volumes } = await docker.listVolumes({ filters: JSON.stringify({ name: volumes }) as never });
    return Volumes.map(({ Name }) => Name).sort();
  };

  it("deletes the counts and the keys when that is confirmed", async () => {
    expect(await run("--yes")).to.include(`The counts of stack "${stack}" are deleted`);
    expect(await kept()).to.deep.equal([]);
  });

  it("deletes nothing without a confirmation", async () => {
    expect(await failureOf(run())).to.match(/for good; say --yes/);
    expect(await kept()).to.deep.equal(volumes);
  });

  it("deletes nothing of a stack that is up", async () => {
    await docker.createContainer({ Image: await findBaseImage(docker, "node"), Cmd: ["true"], Labels });
    expect(await failureOf(run("--yes"))).to.match(/is not down/);
    expect(await kept()).to.deep.equal(volumes);
  });

  it("says that there are no counts", async () => {
    await run("--yes");
    expect(await run("--yes")).to.include("has no counts");
  });
});
