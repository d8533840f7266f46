import { expect } from "chai";
import { findBaseImage } from "../../stack/base-images.ts";
import { engines, noChanges } from "../support/engines.ts";
import { freePort } from "../support/free-port.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

const password = "correct-horse-battery-staple";

for (const engine of engines) {
  describe(`a stack with a Redis elsewhere on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let redis: string;

    before(async () => {
      const port = await freePort();
      platform = await createPlatform(engine, { replicas: 1, redisPort: port, gateTimeout: 6 });
      const { docker, stack, project } = platform;
      const { IPAM } = await docker.getNetwork("bridge").inspect();
      const host = IPAM?.Config?.[0]?.Gateway ?? "172.17.0.1";
      redis = `tally-${stack}-elsewhere`;
      const container = await docker.createContainer({
        name: redis,
        Image: await findBaseImage(docker, "redis"),
        Cmd: ["redis-server", "--requirepass", password, "--save", ""],
        Labels: { "tally.stack": stack },
        ExposedPorts: { "6379/tcp": {} },
        HostConfig: { PortBindings: { "6379/tcp": [{ HostIp: host, HostPort: String(port) }] } },
      });
      await container.start();
      const file = `Pulumi.${stack}.yaml`;
      await project.write(file, `${await project.read(file)}  tally:redisHost: "${host}"\n`);
    });

    after(() => platform?.dispose());

    it("is refused with the wrong password", async () => {
      const { exitCode, output } = await platform.tally("up", "--config", "redisPassword=wrong");
      expect(exitCode).to.equal(1);
      expect(output).to.contain("not ready within 6 s").and.contain("/readyz answered 503");
    });

    it("counts there and makes no Redis of its own", async () => {
      if (engine === "pulumi") {
        await platform.pulumi("config", "set", "--secret", "tally:redisPassword", password);
        await platform.must("up");
      } else await platform.must("up", "--config", `redisPassword=${password}`);
      expect(await platform.containers("redis")).to.deep.equal([]);
      expect(await (await platform.fetch("/count")).text()).to.contain("visited 1 times");
      const { stdout } = await platform.project.run("docker", [
        ...["exec", "-e", `REDISCLI_AUTH=${password}`, redis],
        ...["redis-cli", "GET", "visits"],
      ]);
      expect(stdout.trim()).to.equal("1");
    });

    it("changes nothing on a second `up`", async () => {
      const { output } = await platform.must("up");
      expect(output).to.match(noChanges(engine));
    });

    it("shows the password to nobody who looks at the containers, the images or the state", async () => {
      for (const name of await platform.containers("service")) {
        expect(JSON.stringify(await platform.docker.getContainer(name).inspect())).not.to.contain(password);
      }
      for (const { Id } of await platform.docker.listImages({
        filters: { label: [`tally.stack=${platform.stack}`] },
      })) {
        expect(JSON.stringify(await platform.docker.getImage(Id).history())).not.to.contain(password);
      }
      const { stdout } = await platform.project.run("grep", ["-rl", password, platform.stateDirectory]);
      expect(stdout).to.equal("");
      expect((await platform.must("logs")).output).not.to.contain(password);
    });
  });
}
