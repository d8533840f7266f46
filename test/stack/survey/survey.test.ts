import { expect } from "chai";
import Docker from "dockerode";
import { findBaseImage } from "../../../stack/base-images.ts";
import { parseStackConfig } from "../../../stack/config/config.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import type { EngineName } from "../../../stack/containers/labels.ts";
import { surveyEngine } from "../../../stack/survey/survey.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";
import { freePort } from "../../support/free-port.ts";

describe("surveyEngine", () => {
  const docker = connectDocker();
  const [stack, neighbour] = [testStackName(), testStackName()];
  let port: number;

  beforeEach(async () => {
    port = await freePort();
  });
  afterEach(() => removeStacks(docker, (name) => name === stack || name === neighbour));

  const survey = (settings: Readonly<Record<string, string>> = {}, engine: EngineName = "embedded") => {
    const given = Object.entries({ port: String(port), ...settings });
    const values = Object.fromEntries(given.map(([key, value]) => [`tally:${key}`, value]));
    return surveyEngine(docker, parseStackConfig(stack, values), engine);
  };

  async function makeContainer(of: string, engine: EngineName): Promise<Docker.Container> {
    return await docker.createContainer({
      Image: await findBaseImage(docker, "node"),
      Cmd: ["sleep", "600"],
      Labels: { "tally.stack": of, "tally.engine": engine, "tally.role": "proxy" },
      ExposedPorts: { "80/tcp": {} },
      HostConfig: {
        Init: true,
        PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
      },
    });
  }

  it("refuses a folder of backups that is not there, and says how to make it", async function () {
    if (process.env.DOCKER_HOST?.startsWith("unix://") === false) {
      console.log("      skipped: only an engine of this machine has folders that can be looked at");
      this.skip();
    }
    expect(await failureOf(survey({ backupFolder: "/no/such/folder" }))).to.match(
      /tally:backupFolder is \/no\/such\/folder, .* install -d -m 700 -o 10001 -g 10001 \/no\/such\/folder$/,
    );
    await survey({ backupFolder: "/tmp" });
  });

  it("finds the processors and the base images", async () => {
    const { cpus, baseImages, pinned } = await survey();
    expect(cpus).to.equal((await docker.info()).NCPU);
    for (const name of ["node", "nginx", "redis"] as const) {
      expect(baseImages[name]).to.equal(await findBaseImage(docker, name));
    }
    expect(pinned).to.equal(undefined);
  });

  it("finds where visitors reach a stack on an engine that is elsewhere", async () => {
    const { modem } = connectDocker("ssh://root@engine.example");
    const distant = new Proxy(docker, {
      get: (target, name) => (name === "modem" ? modem : Reflect.get(target, name).bind(target)),
    });
    const config = parseStackConfig(stack, { "tally:port": String(port) });
    expect(await surveyEngine(distant, config, "embedded")).to.include({ address: "engine.example" });
  });

  it("prefers the base images that are configured", async () => {
    const { baseImages } = await survey({
      nodeImage: "mine/node",
      nginxImage: "mine/nginx",
      redisImage: "mine/redis",
    });
    expect(baseImages).to.deep.equal({ node: "mine/node", nginx: "mine/nginx", redis: "mine/redis" });
  });

  it("says that no engine answers, and how to get one", async () => {
    const nowhere = new Docker({ socketPath: "/nowhere/docker.sock" });
    const config = parseStackConfig(stack, {});
    expect(await failureOf(surveyEngine(nowhere, config, "embedded"))).to.match(
      /no Docker engine answers \(.*\/nowhere\/docker\.sock.*npm run up/,
    );
  });

  it("refuses more processors than there are", async () => {
    const { NCPU } = await docker.info();
    const failure = await failureOf(survey({ cpus: String(NCPU + 0.5) }));
    expect(failure)
      .to.include(`tally:cpus is ${NCPU + 0.5}`)
      .and.include(`the machine has ${NCPU}`);
  });

  it("refuses a stack that the other engine made, running or not", async () => {
    await makeContainer(stack, "pulumi");
    expect(await failureOf(survey())).to.match(/was made with the Pulumi CLI.*this is the embedded engine/);
    await survey({}, "pulumi");
  });

  it("takes no notice of stacks that the other engine made elsewhere", async () => {
    await makeContainer(neighbour, "pulumi");
    await survey();
  });

  it("refuses a port that another container publishes, and names both", async () => {
    const holder = await makeContainer(neighbour, "embedded");
    await holder.start();
    const { Name } = await holder.inspect();
    expect(await failureOf(survey()))
      .to.include(`tally:port is ${port}`)
      .and.include(Name.slice(1));
  });

  it("refuses a taken port for https as well, where TLS is on", async () => {
    await (await makeContainer(neighbour, "embedded")).start();
    const other = { port: String(await freePort()), httpsPort: String(port) };
    expect(await failureOf(survey({ ...other, tls: "self-signed" }))).to.include(
      `tally:httpsPort is ${port}`,
    );
    await survey(other);
  });

  it("refuses a certificate that cannot serve", async () => {
    const files = { tlsCertificateFile: "/nowhere/a.pem", tlsKeyFile: "/nowhere/b.pem" };
    expect(await failureOf(survey({ tls: "files", ...files }))).to.match(
      /tally:tlsCertificateFile \/nowhere\/a.pem cannot be read \(ENOENT\)/,
    );
  });

  it("takes a port that the stack itself publishes", async () => {
    await (await makeContainer(stack, "embedded")).start();
    await survey();
  });

  it("refuses a pinned release that is not on the machine", async () => {
    expect(await failureOf(survey({ release: "feedc0ffee" }))).to.match(
      /release feedc0ffee .*not on this machine/,
    );
  });
});
