import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { findBaseImage } from "../../stack/base-images.ts";
import { connectDocker, ignoreMissing } from "../../stack/containers/docker.ts";
import { removeAbandonedObjects, testImageName, testLabels } from "./abandoned-objects.ts";

const docker = connectDocker();

describe("removeAbandonedObjects", () => {
  const kind = `sweep-${process.pid}`;
  const mine = { owner: String(process.pid), name: `tally-test-${kind}-mine` };
  const left = { owner: String(spawnSync("true").pid), name: `tally-test-${kind}-left` };
  const imageOf = (owner: string) => testImageName("sweep").replace(/\d+$/, owner);

  /** One of everything. */
  async function make({ owner, name }: typeof mine): Promise<void> {
    const Labels = { ...testLabels(kind), "tally.test.owner": owner };
    const Image = await findBaseImage(docker, "node");
    await docker.createNetwork({ Name: name, Labels });
    await docker.createVolume({ Name: name, Labels });
    const Mounts = [{ Type: "volume" as const, Source: name, Target: "/data" }];
    const HostConfig = { Init: true, NetworkMode: name, Mounts };
    const container = await docker.createContainer({
      name,
      Image,
      Cmd: ["sleep", "600"],
      Labels,
      HostConfig,
    });
    await container.start();
    const [repo = "", tag = ""] = imageOf(owner).split(":");
    await docker.getImage(Image).tag({ repo, tag });
  }

  async function found(): Promise<string[]> {
    const filters = { label: [`tally.test=${kind}`] };
    const [containers, networks, { Volumes }, images] = await Promise.all([
      docker.listContainers({ all: true, filters }),
      docker.listNetworks({ filters }),
      docker.listVolumes({ filters: JSON.stringify(filters) as never }),
      docker.listImages({ filters: { reference: ["tally-test-sweep"] } }),
    ]);
    const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []);
    return [
      ...containers.map(({ Names }) => Names[0]?.slice(1) ?? ""),
      ...[...networks, ...Volumes].map(({ Name }) => Name),
      ...tags.filter((tag) => [mine, left].some(({ owner }) => tag === imageOf(owner))),
    ];
  }

  after(async () => {
    for (const { name, owner } of [mine, left]) {
      await docker.getContainer(name).remove({ force: true }).catch(ignoreMissing);
      await docker.getNetwork(name).remove().catch(ignoreMissing);
      await docker.getVolume(name).remove().catch(ignoreMissing);
      await docker.getImage(imageOf(owner)).remove().catch(ignoreMissing);
    }
  });

  it("takes all that a process has left which is gone, and nothing of one that runs", async () => {
    await make(mine);
    // Another run that begins at this moment sweeps as well.
    await make(left).catch(ignoreMissing);
    await removeAbandonedObjects(docker);
    expect(await found()).to.deep.equal([mine.name, mine.name, mine.name, imageOf(mine.owner)]);
  });
});
