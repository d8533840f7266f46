import { expect } from "chai";
import { findBaseImage } from "../../../stack/base-images.ts";
import { deleteData } from "../../../stack/commands/delete-data.ts";
import { parseOptions } from "../../../stack/commands/options.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";
import { buildFrom } from "../built-image.ts";

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

  it("says how the backups, which it keeps, are deleted", async () => {
    const Name = `tally-${stack}-backups`;
    await docker.createVolume({ Name, Labels });
    expect(await run("--yes")).to.include(`its backups are kept; docker volume rm ${Name} deletes them too.`);
    expect((await docker.getVolume(Name).inspect()).Name).to.equal(Name);
  });

  it("deletes nothing without a confirmation", async () => {
    expect(await failureOf(run())).to.match(/for good; say --yes/);
    expect(await kept()).to.deep.equal(volumes);
  });

  it("deletes nothing of a stack that is up", async () => {
    const image = await findBaseImage(docker, "node");
    await docker.createContainer({
      Image: image,
      Cmd: ["true"],
      Labels: { ...Labels, "tally.role": "redis" },
    });
    expect(await failureOf(run("--yes"))).to.equal(
      `stack "${stack}" is not down; take it down first: npm run down -- --stack ${stack}`,
    );
    expect(await kept()).to.deep.equal(volumes);
  });

  it("removes what a killed command has left, which holds the data, when that is confirmed", async () => {
    const [Source = ""] = volumes;
    const left = await docker.createContainer({
      ...{ Image: await findBaseImage(docker, "node"), Cmd: ["sleep", "600"], Labels },
      HostConfig: { Init: true, Mounts: [{ Type: "volume", Source, Target: "/data" }] },
    });
    await left.start();
    expect(await failureOf(run())).to.match(/for good; say --yes/);
    expect((await left.inspect()).State.Running).to.equal(true);
    expect(await run("--yes")).to.include("are deleted");
    expect(await failureOf(left.inspect())).to.match(/no such container/i);
  });

  describe("of a stack with images", () => {
    const neighbour = `${stack}-b`;
    const names = ["proxy", "redis", "served", "service"].map((part) => `tally-${stack}-${part}:one`);
    const foreign = [`tally-${neighbour}-proxy:one`, `tally-${neighbour}-proxy:two`];

    beforeEach(async () => {
      await buildFrom(docker, names[0] ?? "", `FROM scratch\nCOPY Dockerfile /\nLABEL made-for=${stack}\n`);
      for (const name of [...names.slice(1), ...foreign]) {
        const [repo = "", tag = ""] = name.split(":");
        await docker.getImage(names[0] ?? "").tag({ repo, tag });
      }
    });
    afterEach(() => removeStacks(docker, (name) => name === neighbour));

    const left = async () => {
      const images = await docker.listImages({ filters: { reference: [`tally-${stack}*`] } });
      return images.flatMap(({ RepoTags }) => RepoTags ?? []).sort();
    };

    it("deletes them too, but none of a stack whose name begins with its own", async () => {
      expect(await run("--yes")).to.include("Its images are deleted as well");
      expect(await left()).to.deep.equal(foreign);
    });

    it("keeps them without a confirmation", async () => {
      await failureOf(run());
      expect(await left()).to.deep.equal([...foreign, ...names].sort());
    });
  });

  it("says that there are no counts", async () => {
    await run("--yes");
    expect(await run("--yes")).to.include("has no counts");
  });
});
