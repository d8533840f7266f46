import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type Docker from "dockerode";
import { noChanges } from "../../../../stack/config/setting-changes.ts";
import { createPulumiEngine } from "../../../../stack/engines/pulumi/pulumi-engine.ts";
import { testStackName } from "../../../support/abandoned-stacks.ts";
import { keepEnvironment } from "../../kept-environment.ts";

const roles = ["proxy", "redis", "service", "backup", "prometheus", "grafana"];
const urnOf = (name: string) => `urn:pulumi:s::tally::tally:stack:Part$docker:index::${name}`;

const container = (role: string, more = {}) => ({
  ...{ urn: urnOf(role), type: "docker:index/container:Container", id: `id-of-${role}` },
  ...more,
});
const image = (role: string, skipPush = true) => ({
  urn: urnOf(`${role}-image`),
  type: "docker:index/image:Image",
  inputs: { skipPush },
  outputs: { imageName: `tally-s-${role}:1`, repoDigest: `sha256:${role}` },
});

/** An engine with these containers, running unless they say otherwise, and these images. */
function fakeEngine(containers: Record<string, string>, images: readonly string[]): Docker {
  const found = Object.entries(containers).map(([role, State]) => ({
    ...{ Id: `id-of-${role}`, State },
    Labels: { "tally.engine": "pulumi" },
  }));
  return {
    listContainers: async ({ filters }: { filters: { status?: string[] } }) =>
      found.filter(({ State }) => filters.status?.includes(State) ?? true),
    getImage: (reference: string) => ({
      async inspect() {
        if (!images.includes(reference)) throw Object.assign(new Error("gone"), { statusCode: 404 });
      },
    }),
  } as unknown as Docker;
}

const all = Object.fromEntries(roles.map((role) => [role, "running"]));
const without = (role: string) => Object.fromEntries(Object.entries(all).filter(([name]) => name !== role));
const allImages = roles.flatMap((role) => [`tally-s-${role}:1`, `sha256:${role}`]);

describe("what Pulumi's update is told of what was stopped or removed", () => {
  let folder: string;
  const { error } = console;
  keepEnvironment("PULUMI_BACKEND_URL");

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-drift-"));
    const script = `#!/bin/sh
case "$1 $2" in
  "stack export") cat ${folder}/state ;;
  "stack output") echo {} ;;
  "up "*) printf '%s\\n' "$@" > ${folder}/told ;;
esac
`;
    await writeFile(join(folder, "pulumi"), script, { mode: 0o755 });
  });
  beforeEach(() => {
    process.env.PULUMI_BACKEND_URL = `file://${folder}`;
    // It says so to whoever waits for the update, too.
    console.error = () => undefined;
  });
  afterEach(() => {
    console.error = error;
  });
  after(() => rm(folder, { recursive: true }));

  const complete = roles.flatMap((role) => [container(role), image(role)]);

  async function told(docker: Docker, resources: readonly object[] = complete): Promise<string[]> {
    await writeFile(join(folder, "state"), JSON.stringify({ deployment: { resources } }));
    const engine = createPulumiEngine(docker, join(folder, "pulumi"), "");
    await engine.up({ stack: testStackName(), ...noChanges });
    const args = (await readFile(join(folder, "told"), "utf8")).split("\n");
    return args.slice(args.indexOf("--skip-preview") + 1, args.indexOf("--stack"));
  }

  it("is nothing where all is there", async () => {
    expect(await told(fakeEngine(all, allImages))).to.deep.equal([]);
    expect(await told(fakeEngine({}, []), [])).to.deep.equal([]);
  });

  for (const role of roles) {
    it(`is to look again where ${role} was removed, or does not run`, async () => {
      expect(await told(fakeEngine(without(role), allImages))).to.deep.equal(["--refresh"]);
      expect(await told(fakeEngine({ ...all, [role]: "exited" }, allImages))).to.deep.equal(["--refresh"]);
    });
  }

  it("is nothing of what Pulumi knows to be deleted, or still to be", async () => {
    const deleted = [{ delete: true }, { pendingReplacement: true }].map((more) => container("redis", more));
    expect(await told(fakeEngine({}, []), deleted)).to.deep.equal([]);
  });

  it("is to look again where everything was removed, and to build every image again", async () => {
    const built = roles.flatMap((role) => ["--replace", urnOf(`${role}-image`)]);
    expect(await told(fakeEngine({}, []))).to.deep.equal(["--refresh", ...built]);
  });

  it("is to build an image again that has lost its name, or is there under its name alone", async () => {
    for (const lost of ["tally-s-backup:1", "sha256:backup"]) {
      const left = allImages.filter((reference) => reference !== lost);
      expect(await told(fakeEngine(all, left))).to.deep.equal(["--replace", urnOf("backup-image")]);
    }
  });

  it("is nothing of images that a registry has", async () => {
    expect(await told(fakeEngine({}, []), [image("proxy", false)])).to.deep.equal([]);
  });
});
