import { expect } from "chai";
import { engines, saysNoChanges } from "../support/engines.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { type RedisElsewhere, startRedisElsewhere } from "../support/redis-elsewhere.ts";
import { collectTraces, findSecrets } from "../support/traces.ts";

const password = "correct-horse-battery-staple";

for (const engine of engines) {
  describe(`a stack with a Redis elsewhere on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let redis: RedisElsewhere;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 1, gateTimeout: 6 });
      redis = await startRedisElsewhere(platform, "--requirepass", password);
      const file = `Pulumi.${platform.stack}.yaml`;
      const lines = [`tally:redisHost: "${redis.host}"`, `tally:redisPort: "${redis.port}"`];
      const content = await platform.project.read(file);
      await platform.project.write(file, `${content}${lines.map((line) => `  ${line}\n`).join("")}`);
    });

    after(() => platform?.dispose());

    it("is refused with a password in clear, which is stored nowhere", async () => {
      const { exitCode, output } = await platform.tally("up", "--config", "redisPassword=wrong");
      expect(exitCode).to.equal(1);
      expect(output).to.contain("--secret-config redisPassword=…").and.not.contain("wrong\n");
      expect(await platform.project.read(`Pulumi.${platform.stack}.yaml`)).to.not.contain("redisPassword");
    });

    it("is refused with the wrong password", async () => {
      const { exitCode, output } = await platform.tally("up", "--secret-config", "redisPassword=wrong");
      expect(exitCode).to.equal(1);
      expect(output).to.contain("not ready within 6 s").and.contain("/readyz answered 503");
    });

    it("counts there and makes no Redis of its own", async () => {
      if (engine === "pulumi") {
        await platform.pulumi("config", "set", "--secret", "tally:redisPassword", password);
        await platform.must("up");
      } else await platform.must("up", "--secret-config", `redisPassword=${password}`);
      expect(await platform.containers("redis")).to.deep.equal([]);
      expect(await (await platform.fetch("/count")).text()).to.contain("visited 1 times");
      const { stdout } = await platform.project.run("docker", [
        ...["exec", "-e", `REDISCLI_AUTH=${password}`, redis.container],
        ...["redis-cli", "GET", "visits"],
      ]);
      expect(stdout.trim()).to.equal("1");
    });

    it("changes nothing on a second `up`", async () => {
      const { output } = await platform.must("up");
      expect(output).to.match(saysNoChanges(engine));
    });

    it("shows the password to nobody who looks at the containers, the images or the state", async () => {
      const found = findSecrets(await collectTraces(platform), { password });
      // The Redis of this test is told its password on its command line, and that is found.
      expect(found).to.deep.equal([`password in container ${redis.container}`]);
    });

    it("says how its password is rotated, which is not the stack's to do", async () => {
      const { exitCode, output } = await platform.tally("rotate-password");
      expect(exitCode).to.equal(1);
      expect(output.trim()).to.match(/^stack ".*" counts in the Redis at .* --secret-config redisPassword=…/);
    });
  });
}
