import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { listReleases, markServed } from "../../../stack/release/stored-release.ts";
import { findLeftovers, removeLeftovers } from "../../../stack/routes/leftovers.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { buildFrom } from "../built-image.ts";

describe("what routes leave over", () => {
  const docker = connectDocker();
  const neighbour = testStackName();
  let stack: string;

  beforeEach(() => {
    stack = testStackName();
  });
  afterEach(() => removeStacks(docker, (name) => name === stack || name === neighbour));

  async function makeReplica(name: string, of = stack, role = "service"): Promise<string> {
    const { id } = await docker.createContainer({
      name: `tally-${of}-${name}`,
      Image: await findBaseImage(docker, "node"),
      Cmd: ["sleep", "600"],
      Labels: { "tally.stack": of, "tally.role": role },
      HostConfig: { Init: true, NetworkMode: "none" },
    });
    return id;
  }

  async function makeRelease(release: string, { of = stack, served = true } = {}): Promise<void> {
    const labels = { "tally.stack": of, "tally.release": release, "tally.spec": "{}" };
    await buildFrom(docker, `tally-${of}-service:${release}`, "FROM scratch\nCOPY Dockerfile /\n", labels);
    if (served) await markServed(docker, of, release);
  }

  const keeping = (replicas: string[], keepReleases = 3) => ({
    stack,
    replicas: replicas.map((name) => `tally-${stack}-${name}`),
    release: "now",
    backupImage: `tally-${stack}-backup:wanted`,
    keepReleases,
  });

  it("is every replica that is not routed to, of this stack only", async () => {
    await makeReplica("kept");
    const stray = await makeReplica("stray");
    await makeReplica("other", neighbour);
    await makeReplica("not-a-replica", stack, "redis");
    expect(await findLeftovers(docker, keeping(["kept"]))).to.deep.equal([{ kind: "container", id: stray }]);
  });

  it("is every release that never served, and those beyond the number to keep", async () => {
    await makeRelease("now", { served: false });
    await makeRelease("earlier");
    await makeRelease("refused", { served: false });
    await makeRelease("earlier", { of: neighbour });
    const left = async (keepReleases: number) => {
      const images = (await findLeftovers(docker, keeping([], keepReleases))).map(({ id }) => id);
      const found = await Promise.all(images.map((image) => docker.getImage(image).inspect()));
      return [...new Set(found.map(({ Config }) => Config.Labels["tally.release"]))];
    };
    expect(await left(1)).to.deep.equal(["refused"]);
    expect(await left(0)).to.have.members(["refused", "earlier"]);
  });

  it("is a proxy's image that nothing runs, but not what another stack shares with it", async () => {
    const [own, shared] = [`tally-${stack}-proxy`, `tally-${neighbour}-proxy`];
    await buildFrom(docker, `${own}:old`, `FROM scratch\nCOPY Dockerfile /\nLABEL made-for=${stack}\n`);
    await docker.getImage(`${own}:old`).tag({ repo: shared, tag: "old" });
    await removeLeftovers(docker, keeping([]));
    expect(await findLeftovers(docker, keeping([]))).to.deep.equal([]);
    const { RepoTags } = await docker.getImage(`${shared}:old`).inspect();
    expect(RepoTags).to.deep.equal([`${shared}:old`]);
  });

  it("is the backups' image that is not wanted any more, whichever was built first", async () => {
    const build = (tag: string) =>
      buildFrom(
        docker,
        `tally-${stack}-backup:${tag}`,
        `FROM scratch\nCOPY Dockerfile /\nLABEL made-for=${stack} as=${tag}\n`,
      );
    await build("wanted");
    // The engine tells no parts of a second.
    await sleep(1000);
    await build("other");
    expect(await findLeftovers(docker, keeping([]))).to.deep.equal([
      { kind: "image", id: `tally-${stack}-backup:other` },
    ]);
  });

  it("is gone after its removal, and only that", async () => {
    await makeRelease("now");
    await makeRelease("earlier");
    await makeRelease("refused", { served: false });
    await makeReplica("kept");
    const stray = docker.getContainer(await makeReplica("stray"));
    await stray.start();
    await makeReplica("stopped");
    await removeLeftovers(docker, keeping(["kept"]));
    expect(await findLeftovers(docker, keeping(["kept"]))).to.deep.equal([]);
    expect((await listReleases(docker, stack)).map(({ id }) => id)).to.have.members(["now", "earlier"]);
    await docker.getContainer(`tally-${stack}-kept`).inspect();
  });
});
