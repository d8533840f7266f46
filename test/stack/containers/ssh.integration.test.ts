import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { testLabels } from "../../support/abandoned-objects.ts";
import { failureOf } from "../../support/failure.ts";
import { missingPrograms } from "../../support/host-programs.ts";
import { type SshServer, startSshServer } from "../../support/ssh-server.ts";

describe("SshAgent", function () {
  this.timeout(30_000);
  let server: SshServer | undefined;
  const ownPath = process.env.PATH;

  async function serve(env: NodeJS.ProcessEnv = {}): Promise<SshServer> {
    server = await startSshServer(env);
    process.env.PATH = server.path;
    return server;
  }

  before(async function () {
    const missing = await missingPrograms("ssh", "ssh-keygen", "docker");
    if (missing.length === 0) return;
    console.log(`      skipped: an engine behind ssh needs ${missing.join(", ")}`);
    this.skip();
  });

  afterEach(async () => {
    process.env.PATH = ownPath;
    await server?.dispose();
    server = undefined;
  });

  it("reaches the engine of the machine that ssh leads to, by several connections at a time", async () => {
    const docker = connectDocker((await serve()).url);
    const { ID } = await connectDocker().info();
    const infos = await Promise.all([docker.info(), docker.info(), docker.info()]);
    expect(infos.map((info) => info.ID)).to.deep.equal([ID, ID, ID]);
  });

  it("carries what is sent, and streams", async () => {
    const docker = connectDocker((await serve()).url);
    const volume = await docker.createVolume({
      Name: `tally-ssh-test-${process.pid}`,
      Labels: testLabels("ssh"),
    });
    const { Name } = await volume.inspect();
    await volume.remove();
    expect(Name).to.equal(`tally-ssh-test-${process.pid}`);
    const events = (await docker.getEvents()) as NodeJS.ReadableStream & { destroy(): void };
    events.destroy();
  });

  it("keeps no process that only watches", async () => {
    const { url } = await serve();
    const [docker, stopping] = ["containers/docker.ts", "updates/stopping.ts"].map((file) =>
      projectPath(`stack/${file}`),
    );
    const code = `
      const { connectDocker } = await import("${docker}");
      const { repeatWhileStopping } = await import("${stopping}");
      await repeatWhileStopping(connectDocker("${url}"), "nobody", async () => undefined);
      console.log("watching");`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], {
      timeout: 15_000,
    });
    expect(stdout).to.equal("watching\n");
  });

  it("goes to no machine that is another than it was", async () => {
    const { url, becomeAnother } = await serve();
    await becomeAnother();
    expect(await failureOf(connectDocker(url).ping())).to.match(/Host key verification failed/);
  });

  it("says what ssh says of a machine that lets nobody in", async () => {
    const { url } = await serve();
    expect(await failureOf(connectDocker(url.replace(/\d+$/, "1")).ping())).to.match(
      /connect to host 127\.0\.0\.1 port 1: Connection refused/,
    );
  });

  it("says what is said there where there is no engine", async () => {
    const { url } = await serve({ DOCKER_HOST: "unix:///nowhere/docker.sock" });
    expect(await failureOf(connectDocker(url).ping())).to.match(/nowhere\/docker\.sock/);
  });
});
