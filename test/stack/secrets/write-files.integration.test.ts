import { expect } from "chai";
import { openContainer } from "../../../nginx/container.ts";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import type { SecretFilesInputs } from "../../../stack/secrets/secret-files.ts";
import {
  areWritten,
  mustWrite,
  readFile,
  sameFiles,
  writeFiles,
} from "../../../stack/secrets/write-files.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { buildFrom } from "../built-image.ts";

describe("secret files", () => {
  const docker = connectDocker();
  const stack = testStackName();
  const volume = `tally-${stack}-secrets`;
  const image = `tally-${stack}-service:test`;
  let inputs: SecretFilesInputs;

  beforeEach(async () => {
    await buildFrom(docker, image, `FROM ${await findBaseImage(docker, "node")}\nCMD ["sleep", "600"]\n`);
    await docker.createVolume({ Name: volume, Labels: { "tally.stack": stack } });
    inputs = {
      volume,
      image,
      files: { "redis-password": "größer\n\tals $HOME", other: "" },
      generated: ["owner-key"],
    };
  });
  afterEach(() => removeStacks(docker, (name) => name === stack));

  const holding = (files: Readonly<Record<string, string>>) => ({ ...inputs, files });

  it("are written as they are", async () => {
    expect(await areWritten(inputs, docker)).to.equal(false);
    await writeFiles(inputs, docker);
    expect(await areWritten(inputs, docker)).to.equal(true);
    expect(await areWritten(holding({ "redis-password": "another" }), docker)).to.equal(false);
    expect(await areWritten(holding({ missing: "" }), docker)).to.equal(false);
  });

  it("are replaced by new ones", async () => {
    await writeFiles(holding({ "redis-password": "the first, which was longer" }), docker);
    await writeFiles(holding({ "redis-password": "second" }), docker);
    expect(await areWritten(holding({ "redis-password": "second" }), docker)).to.equal(true);
  });

  it("that are generated are random, made once, and made again when they are gone or empty", async () => {
    await writeFiles(inputs, docker);
    const first = await read("owner-key");
    expect(first).to.match(/^[0-9a-f]{64}$/);
    await writeFiles(holding({ other: "changed" }), docker);
    expect(await read("owner-key")).to.equal(first);

    await writeFiles({ ...inputs, files: { "owner-key": "" }, generated: [] }, docker);
    expect(await areWritten(inputs, docker)).to.equal(false);
    await writeFiles(inputs, docker);
    expect(await areWritten(inputs, docker)).to.equal(true);
    expect(await read("owner-key"))
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(first);
  });

  it("have to be written when they are others, or gone with their volume, which no look brings back", async () => {
    await writeFiles(inputs, docker);
    expect(await mustWrite(inputs, inputs, docker)).to.equal(false);
    expect(await mustWrite(inputs, holding({ other: "changed" }), docker)).to.equal(true);
    await docker.getVolume(volume).remove();
    expect(await mustWrite(inputs, inputs, docker)).to.equal(true);
    const { Volumes } = await docker.listVolumes();
    expect(Volumes.map(({ Name }) => Name)).to.not.include(volume);
  });

  it("are looked at through a container of the stack's, where there is one", async () => {
    await writeFiles(inputs, docker);
    await startAs("10001:10001", { "tally.role": "service" });
    const imageless = { ...inputs, image: "tally-test-never-made" };
    expect(await areWritten(imageless, docker)).to.equal(true);
    await writeFiles(holding({ other: "changed" }), docker);
    expect(await areWritten(imageless, docker)).to.equal(false);
  });

  it("are taken to be there where nobody can look", async () => {
    const blind = { ...inputs, image: "tally-test-never-made" };
    expect(await mustWrite(blind, blind, docker)).to.equal(false);
  });

  it("can be read by the containers' user and by no other", async () => {
    await writeFiles(holding({ "redis-password": "hush" }), docker);
    const [own, other] = await Promise.all([startAs("10001:10001"), startAs("10002:10002")]);
    const read = "cat /run/secrets/redis-password";
    expect(await openContainer(docker, own).run(read)).to.deep.equal({ exitCode: 0, output: "hush" });
    expect((await openContainer(docker, other).run(read)).output).to.match(/Permission denied/);
  });

  it("leave room for those that the containers' user makes", async () => {
    await writeFiles(inputs, docker);
    const redis = openContainer(docker, await startAs("10001:10001"));
    expect(await redis.run("echo made > /run/secrets/its-own && cat /run/secrets/its-own")).to.deep.equal({
      exitCode: 0,
      output: "made",
    });
  });

  it("leave no container behind, not even when they cannot be written", async () => {
    await writeFiles(inputs, docker);
    await writeFiles(holding({ "no/such/../../folder/\0": "" }), docker).catch(() => undefined);
    expect(await docker.listContainers({ all: true, filters: { volume: [volume] } })).to.deep.equal([]);
  });

  async function read(name: string): Promise<string | undefined> {
    const container = await docker.createContainer({
      Image: image,
      Labels: { "tally.stack": stack },
      HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: "/run/secrets" }] },
    });
    return await readFile(container, `/run/secrets/${name}`);
  }

  async function startAs(User: string, labels: Readonly<Record<string, string>> = {}): Promise<string> {
    const container = await docker.createContainer({
      Image: image,
      User,
      Labels: { "tally.stack": stack, ...labels },
      HostConfig: {
        Init: true,
        CapDrop: ["ALL"],
        NetworkMode: "none",
        Mounts: [{ Type: "volume", Source: volume, Target: "/run/secrets" }],
      },
    });
    await container.start();
    return container.id;
  }
});

describe("sameFiles", () => {
  const olds = { volume: "v", image: "a", files: { x: "1" }, generated: ["g"] };

  it("takes no notice of another image, which is only the way into the volume", () => {
    expect(sameFiles(olds, { ...olds, image: "b" })).to.equal(true);
  });

  it("notices another volume, another content, another name and another generated file", () => {
    expect(sameFiles(olds, { ...olds, generated: [] })).to.equal(false);
    expect(sameFiles(olds, { ...olds, volume: "w" })).to.equal(false);
    expect(sameFiles(olds, { ...olds, files: { x: "2" } })).to.equal(false);
    expect(sameFiles(olds, { ...olds, files: { y: "1" } })).to.equal(false);
  });
});
