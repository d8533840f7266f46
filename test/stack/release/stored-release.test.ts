import { expect } from "chai";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { listReleases, loadRelease, markServed } from "../../../stack/release/stored-release.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";
import { buildFrom } from "../built-image.ts";

describe("the releases that are kept", () => {
  const docker = connectDocker();
  const [stack, neighbour] = [testStackName(), testStackName()];
  const spec = { env: { LOG_LEVEL: "debug" }, memoryMegabytes: 64, cpus: 0.5, health: { retries: 3 } };

  before(async () => {
    await build(stack, "aaaaaaaaaa");
    await build(stack, "bbbbbbbbbb");
    await build(neighbour, "cccccccccc");
    await markServed(docker, stack, "aaaaaaaaaa");
  });
  after(() => removeStacks(docker, (name) => name === stack || name === neighbour));

  /** An image with nothing in it but what a release's image says of itself. */
  async function build(of: string, release: string): Promise<void> {
    const labels = { "tally.stack": of, "tally.release": release, "tally.spec": JSON.stringify(spec) };
    await buildFrom(docker, `tally-${of}-service:${release}`, "FROM scratch\nCOPY Dockerfile /\n", labels);
  }

  it("are those of the stack, with their settings", async () => {
    const releases = await listReleases(docker, stack);
    expect(releases.map(({ id }) => id)).to.have.members(["aaaaaaaaaa", "bbbbbbbbbb"]);
    for (const release of releases) {
      expect(release.spec).to.deep.equal(spec);
      expect(release.imageId).to.match(/^sha256:/);
    }
  });

  it("are none for a stack that was never built", async () => {
    expect(await listReleases(docker, testStackName())).to.deep.equal([]);
  });

  it("know whether they have ever served", async () => {
    const releases = await listReleases(docker, stack);
    expect(releases.filter(({ served }) => served).map(({ id }) => id)).to.deep.equal(["aaaaaaaaaa"]);
  });

  it("can be gone back to when they have served", async () => {
    expect(await loadRelease(docker, stack, "aaaaaaaaaa")).to.deep.include({ id: "aaaaaaaaaa", spec });
  });

  it("cannot be gone back to otherwise, and the error names those that can", async () => {
    for (const release of ["bbbbbbbbbb", "cccccccccc", "dddddddddd"]) {
      const failure = await failureOf(loadRelease(docker, stack, release));
      expect(failure)
        .to.include(release)
        .and.match(/kept are aaaaaaaaaa$/);
    }
    expect(await failureOf(loadRelease(docker, neighbour, "x"))).to.match(/none is kept$/);
  });
});
