import { expect } from "chai";
import { findBaseImage } from "../../../stack/base-images.ts";
import { loadOwnerKey } from "../../../stack/commands/stored-owner-key.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { writeFiles } from "../../../stack/secrets/write-files.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";
import { buildFrom } from "../built-image.ts";

describe("a stack's owner key", () => {
  const docker = connectDocker();
  const stack = testStackName();
  const volume = `tally-${stack}-secrets`;
  const image = `tally-${stack}-service:test`;

  beforeEach(async () => {
    await buildFrom(docker, image, `FROM ${await findBaseImage(docker, "node")}\nCMD ["sleep", "600"]\n`);
    await docker.createVolume({ Name: volume, Labels: { "tally.stack": stack } });
  });
  afterEach(() => removeStacks(docker, (name) => name === stack));

  /** A replica that is never started: the volume can be read through it all the same. */
  async function makeReplica(...Env: string[]): Promise<void> {
    await docker.createContainer({
      Image: image,
      Env,
      Labels: { "tally.stack": stack, "tally.role": "service", "tally.release": "aaaa" },
      HostConfig: {
        Mounts: [{ Type: "volume", Source: volume, Target: "/run/secrets", ReadOnly: true }],
      },
    });
  }

  const write = (files: Readonly<Record<string, string>>, generated: readonly string[] = []) =>
    writeFiles({ volume, image, files, generated }, docker);

  it("is the one that was generated", async () => {
    await write({}, ["owner-key"]);
    await makeReplica("OWNER_KEY_FILE=/run/secrets/owner-key");
    expect(await loadOwnerKey(docker, stack)).to.match(/^[0-9a-f]{64}$/);
  });

  it("is the configured one of the release that runs", async () => {
    await write({ "owner-key-1": "the-key-of-this-release", "owner-key-2": "the-key-of-another" });
    await makeReplica("OTHER=1", "OWNER_KEY_FILE=/run/secrets/owner-key-1");
    expect(await loadOwnerKey(docker, stack)).to.equal("the-key-of-this-release");
  });

  it("cannot be had of a stack that is not up, and the error says how to get there", async () => {
    expect(await failureOf(loadOwnerKey(docker, stack))).to.equal(
      `stack "${stack}" is not up; npm run up -- --stack ${stack} takes it there`,
    );
  });

  it("cannot be had of a release that knows none", async () => {
    await makeReplica();
    expect(await failureOf(loadOwnerKey(docker, stack))).to.match(/^release aaaa of .* has no owner key$/);
  });

  it("is known to be gone", async () => {
    await makeReplica("OWNER_KEY_FILE=/run/secrets/owner-key");
    expect(await failureOf(loadOwnerKey(docker, stack))).to.match(/is gone; npm run up .* makes it again$/);
  });
});
