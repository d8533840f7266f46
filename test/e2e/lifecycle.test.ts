import { expect } from "chai";
import { labelNames } from "../../stack/containers/labels.ts";
import { objectName } from "../../stack/containers/names.ts";
import { withLock } from "../../stack/updates/lock.ts";
import { engines } from "../support/engines.ts";
import { failureOf } from "../support/failure.ts";
import { allReady, expectNoDrift, identities } from "../support/observations.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";

for (const engine of engines) {
  describe(`a stack's life on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2 });
      await platform.must("up");
    });

    after(() => platform?.dispose());

    it("repairs what was stopped or removed by hand", async () => {
      const [first = "", second = ""] = await platform.containers("service");
      await platform.docker.getContainer(first).stop({ t: 20 });
      await platform.docker.getContainer(second).remove({ force: true });
      await platform.docker.getContainer(objectName(platform.stack, "proxy")).remove({ force: true });
      // Without a schedule, no container keeps it.
      const [image = ""] = await imagesOf(platform, "backup");
      await platform.docker.getImage(image).remove();
      await platform.must("up");
      expect(await imagesOf(platform, "backup")).to.deep.equal([image]);
      expect(await platform.containers("service")).to.deep.equal([first, second]);
      await until(() => allReady(platform), 30_000);
    });

    if (engine === "pulumi")
      it("replaces what the state does not know, as an update was killed that made it", async () => {
        const [proxy = ""] = await platform.containers("proxy");
        const before = await identities(platform);
        await forget(platform, proxy);
        await platform.must("up");
        const { [proxy]: made, ...others } = await identities(platform);
        expect(made).to.be.a("string").and.not.equal(before[proxy]);
        expect({ ...others, [proxy]: before[proxy] }).to.deep.equal(before);
      });

    it("stores nothing of a setting that is refused", async () => {
      const file = `Pulumi.${platform.stack}.yaml`;
      const before = await platform.project.read(file);
      for (const setting of ["cpus=200", "replicas=none", "release=0123456789", "colour=blue"]) {
        const { exitCode, output } = await platform.tally("up", "--config", setting);
        expect(exitCode, output).to.equal(1);
        expect(output).to.match(/tally:(cpus|replicas|colour) |release 0123456789 of stack/);
        expect(await platform.project.read(file)).to.equal(before);
      }
    });

    it("is changed by one command at a time", async () => {
      const before = await identities(platform);
      await withLock(platform.stack, async () => {
        for (const command of ["up", "down"]) {
          const { exitCode, output } = await platform.tally(command);
          expect(exitCode, output).to.equal(1);
          expect(output).to.contain(`is being changed by process ${process.pid}`);
        }
      });
      expect(await identities(platform)).to.deep.equal(before);
    });

    it("shows no changes after a refresh", () => expectNoDrift(platform));

    it("keeps the counts and the owner key over `down` and `up`", async () => {
      await platform.fetch("/count");
      const before = await platform.redisCli("GET", "visits");
      const { output: key } = await platform.must("owner-key");
      const image = objectName(platform.stack, "redis");
      const [Image = ""] = (await platform.docker.listImages({ filters: { reference: [image] } })).map(
        ({ Id }) => Id,
      );
      // What a killed command leaves.
      await platform.docker.createContainer({ Image, Labels: { [labelNames.stack]: platform.stack } });
      if (engine === "pulumi") await forget(platform, objectName(platform.stack, "redis"));
      await platform.must("down");
      expect(await platform.containers()).to.deep.equal([]);
      await platform.must("up");
      expect(await platform.redisCli("GET", "visits")).to.equal(before);
      expect((await platform.must("owner-key")).output).to.equal(key);
    });

    it("refuses a stack that the other engine made", async () => {
      const [running = ""] = await platform.containers("service");
      const { Image } = await platform.docker.getContainer(running).inspect();
      const other = engine === "pulumi" ? "embedded" : "pulumi";
      const foreign = await platform.docker.createContainer({
        Image,
        Labels: { [labelNames.stack]: platform.stack, [labelNames.engine]: other },
      });
      const { exitCode, output } = await platform.tally("up");
      await foreign.remove();
      expect(exitCode).to.equal(1);
      expect(output).to.match(/was made with/);
    });

    it("deletes the counts only when down and told so", async () => {
      const counts = platform.docker.getVolume(objectName(platform.stack, "redis", "data"));
      await platform.fetch("/count");
      const stored = await platform.redisCli("GET", "visits");
      expect(Number(stored)).to.be.above(0);
      expect((await platform.tally("delete-data", "--yes")).exitCode).to.equal(1);
      expect(await platform.redisCli("GET", "visits")).to.equal(stored);
      await platform.must("down");
      expect((await platform.tally("delete-data")).exitCode).to.equal(1);
      expect((await counts.inspect()).Name).to.equal(counts.name);
      await platform.must("delete-data", "--yes");
      expect(await failureOf(counts.inspect())).to.match(/no such volume/i);
    });
  });
}

async function imagesOf({ docker, stack }: Platform, part: string): Promise<string[]> {
  const images = await docker.listImages({ filters: { reference: [objectName(stack, part)] } });
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
}

/** Takes a container, and what needs it, out of Pulumi's state. */
async function forget({ docker, pulumi }: Platform, container: string): Promise<void> {
  const { Id } = await docker.getContainer(container).inspect();
  const { deployment } = JSON.parse((await pulumi("stack", "export")).stdout);
  const { urn } = deployment.resources.find(({ id }: { id?: string }) => id === Id);
  const forgotten = await pulumi("state", "delete", urn, "--yes", "--target-dependents");
  expect(forgotten.exitCode, forgotten.output).to.equal(0);
}
