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
  const volume = `tally-${stack}-redis-data`;
  const Labels = { "tally.stack": stack };

  beforeEach(() => docker.createVolume({ Name: volume, Labels }));
  afterEach(() => removeStacks(docker, (name) => name === stack));

  async function run(...args: string[]): Promise<string> {
    const lines: string[] = [];
    const options = parseOptions(["--stack", stack, ...args]);
    await deleteData({ docker, options, report: (line) => void lines.push(line) });
    return lines.join("\n");
  }

  const isKept = () =>
    docker
      .getVolume(volume)
      .inspect()
      .then(
        () => true,
        () => false,
      );

  it("deletes the counts when that is confirmed", async () => {
    expect(await run("--yes")).to.include(`The counts of stack "${stack}" are deleted`);
    expect(await isKept()).to.equal(false);
  });

  it("deletes nothing without a confirmation", async () => {
    expect(await failureOf(run())).to.match(/for good; say --yes/);
    expect(await isKept()).to.equal(true);
  });

  it("deletes nothing of a stack that is up", async () => {
    await docker.createContainer({ Image: await findBaseImage(docker, "node"), Cmd: ["true"], Labels });
    expect(await failureOf(run("--yes"))).to.match(/is not down/);
    expect(await isKept()).to.equal(true);
  });

  it("says that there are no counts", async () => {
    await run("--yes");
    expect(await run("--yes")).to.include("has no counts");
  });
});
