import { expect } from "chai";
import { objectName } from "../../stack/containers/names.ts";
import { redisPasswordFile } from "../../stack/secrets/secret-plan.ts";
import { anyEngine } from "../support/engines.ts";
import { type Load, startLoad } from "../support/load.ts";
import { expectNothingLost, steadyLoad, type Tallied, watchUpdate } from "../support/lossless.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";

/** How Redis lists its only user. */
const onePassword = /^user default on sanitize-payload #\w{64} [^#]*$/;

for (const engine of anyEngine) {
  describe(`rotating the password of a stack's own Redis on the ${engine} engine`, function () {
    this.timeout(120_000);
    const tallied: Tallied = { visits: 0, votes: 0 };
    let platform: Platform;
    let load: Load;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 0, backup: "10s" });
      await platform.must("up");
      load = startLoad({ url: platform.url, requestsPerSecond: steadyLoad });
    });

    after(async () => {
      await load?.stop();
      await platform?.dispose();
    });

    it("loses no request, ends every old connection and refuses the old password", async () => {
      const [old, before] = [await password(), await connections()];
      expect(await answerTo(old)).to.equal("PONG");
      const report = await watchUpdate(load, () => platform.must("rotate-password"));
      expectNothingLost(report, tallied);
      console.log(`      measured: a request took ${Math.round(Math.max(...report.latenciesMs))} ms at most`);
      expect(await password()).to.not.equal(old);
      expect(await answerTo(await password())).to.equal("PONG");
      expect(await answerTo(old)).to.contain("WRONGPASS");
      const after = await connections();
      expect(before).to.have.length.at.least(2);
      expect(after).to.have.length.at.least(2);
      expect(before.filter((id) => after.includes(id))).to.deep.equal([]);
    });

    it("ends well when it was killed twice on the way and is run again", async () => {
      const old = await password();
      const report = await watchUpdate(load, async () => {
        for (const stage of ["beside the old one", "connect again"]) {
          const killed = new AbortController();
          const onOutput = (output: string) => output.includes(stage) && killed.abort();
          const { exitCode } = await platform.start("rotate-password", [], {
            signal: killed.signal,
            onOutput,
          });
          expect(exitCode, stage).to.equal(null);
          expect(await answerTo(old), stage).to.equal("PONG");
        }
        expect(await platform.redisCli("ACL", "LIST")).to.not.match(onePassword);
        await platform.must("rotate-password");
      });
      expectNothingLost(report, tallied);
      expect(await answerTo(old)).to.contain("WRONGPASS");
      expect(await answerTo(await password())).to.equal("PONG");
      expect(await platform.redisCli("ACL", "LIST")).to.match(onePassword);
    });

    it("is refused while a replica would go on with the old password, and nothing is touched", async () => {
      const [old, before] = [await password(), await connections()];
      const stay = "(echo CLIENT SETNAME tally:older; sleep 60) | redis-cli";
      await platform.project.run("docker", ["exec", "--detach", redis(), "sh", "-c", stay]);
      await until(async () => (await platform.redisCli("CLIENT", "LIST")).includes("name=tally:older"));
      const { exitCode, output } = await platform.tally("rotate-password");
      expect(exitCode).to.equal(1);
      expect(output.trim()).to.match(
        /^older is of a release that cannot take another password: npm run up -- /,
      );
      expect(await password()).to.equal(old);
      expect(await connections()).to.include.members(before);
      const [, older = ""] =
        /^id=(\d+) .*name=tally:older/m.exec(await platform.redisCli("CLIENT", "LIST")) ?? [];
      await platform.redisCli("CLIENT", "KILL", "ID", older);
    });

    it("keeps the schedule of the backups, which connects anew for each", async () => {
      const rotatedAt = Math.floor(Date.now() / 1000);
      const log = async () => {
        const since = ["--since", String(rotatedAt)];
        return (
          await platform.project.run("docker", ["logs", ...since, objectName(platform.stack, "backup")])
        ).output;
      };
      await until(async () => (await log()).includes('"taken"'), 20_000);
      expect(await log()).to.not.include('"failed"');
    });

    it("keeps the counts, over a start of Redis too, which takes the new password alone", async () => {
      expectNothingLost(await load.stop(), tallied);
      const stored = async () => (await platform.redisCli("MGET", "visits", "votes")).split("\n").map(Number);
      expect(await stored()).to.deep.equal([tallied.visits, tallied.votes]);
      await platform.docker.getContainer(redis()).restart();
      await until(async () => (await platform.fetch("/readyz").catch(() => undefined))?.ok, 30_000);
      expect(await stored()).to.deep.equal([tallied.visits, tallied.votes]);
      expect(await platform.redisCli("ACL", "LIST")).to.match(onePassword);
    });

    const redis = () => objectName(platform.stack, "redis");

    async function password(): Promise<string> {
      return (await platform.project.run("docker", ["exec", redis(), "cat", redisPasswordFile])).stdout;
    }

    /** What Redis says to somebody with a password; not by the stack's own redis-cli, which has one. */
    async function answerTo(guess: string): Promise<string> {
      const ping = ["/usr/local/lib/tally/redis-cli", "PING"];
      const { output } = await platform.project.run("docker", [
        ...["exec", "--env", `REDISCLI_AUTH=${guess}`, redis(), ...ping],
      ]);
      return output.trim();
    }

    /** The ids of the replicas' connections. */
    async function connections(): Promise<string[]> {
      const list = await platform.redisCli("CLIENT", "LIST");
      return [...list.matchAll(/^id=(\d+) .* name=tally:\S*service/gm)].map(([, id = ""]) => id);
    }
  });
}
