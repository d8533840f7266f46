import { chmod, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { backupVolume } from "../../stack/containers/names.ts";
import { lastEngine } from "../support/engines.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";

const key = "a-key-for-backups-in-tests";

for (const engine of lastEngine) {
  describe(`backups of a stack on the ${engine} engine`, function () {
    this.timeout(180_000);
    let platform: Platform;
    let other: Platform;
    let name: string;
    let aside: string;
    let folder: string;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 1, gateWatch: 0 });
      folder = await mkdtemp(join(tmpdir(), "tally-backups-"));
      // Whoever runs the tests may give the folder to nobody else.
      await chmod(folder, 0o777);
      other = await createPlatform(engine, { replicas: 1, gateWatch: 0, backupFolder: folder });
      for (const each of [platform, other]) await each.must("up", "--secret-config", `backupKey=${key}`);
    });

    after(async () => {
      await other?.dispose();
      await platform?.dispose();
      await rm(folder, { recursive: true, force: true });
    });

    it("need no schedule", async () => {
      expect(await platform.containers("backup")).to.deep.equal([]);
      await count(platform, 3);
      const { stdout, output } = await platform.must("backup");
      name = stdout.trim();
      expect(name).to.match(new RegExp(`^${platform.stack}-\\d{8}T\\d{9}Z\\.backup$`));
      expect(output).to.contain("encrypted");
      expect(JSON.parse((await platform.must("backups", "--json")).stdout)).to.have.length(1);
    });

    it("are restored only on request, and then in place, with the data from before kept aside", async () => {
      await count(platform, 2);
      const asked = await platform.tally("restore", "--backup", "latest");
      expect(asked.exitCode).to.equal(1);
      expect(asked.output).to.contain(`${name} is whole`).and.contain("say --yes");
      expect(await visits(platform)).to.equal(5);

      const { output } = await platform.must("restore", "--backup", name, "--yes");
      const [, seconds, kept = ""] =
        /Redis was away for ([\d.]+) s; .* are in (\S+) of volume/.exec(output) ?? [];
      aside = kept;
      console.log(`      measured: Redis was away for ${seconds} s`);
      expect(await visits(platform)).to.equal(3);
      expect(await onData(platform, `ls; cat ${aside}/*.incr.aof`)).to.contain("INCRBY");
      await count(platform, 1);
      expect(await visits(platform)).to.equal(4);
    });

    it("survive the next start of Redis as any count does", async () => {
      const redis = platform.docker.getContainer(`tally-${platform.stack}-redis`);
      await redis.kill();
      await redis.start();
      await until(async () => (await platform.fetch("/count").catch(() => undefined))?.ok, 30_000);
      expect(await visits(platform)).to.equal(5);
    });

    it("are refused when they are cut or altered, and nothing is touched", async () => {
      const before = await onData(platform, "ls");
      const [cut, altered] = ["20200101T000000000Z", "20200102T000000000Z"].map(
        (time) => `${platform.stack}-${time}.backup`,
      ) as [string, string];
      await inBackups(
        platform,
        `head -c -1 ${name} > ${cut}; { head -c 400 ${name}; printf x; tail -c +402 ${name}; } > ${altered}`,
      );
      for (const bad of [cut, altered]) {
        const { exitCode, output } = await platform.tally("restore", "--backup", bad, "--yes");
        expect(exitCode).to.equal(1);
        expect(output.trim()).to.equal(`${bad} is truncated or altered: its checksum is wrong`);
      }
      expect(await onData(platform, "ls")).to.equal(before);
      expect(await visits(platform)).to.equal(5);
    });

    it("are refused by a stack without a key", async () => {
      const file = `Pulumi.${platform.stack}.yaml`;
      const content = await platform.project.read(file);
      await platform.project.write(file, `config:\n  tally:port: "${platform.port}"\n`);
      const { exitCode, output } = await platform.tally("restore", "--backup", name, "--yes");
      await platform.project.write(file, content);
      expect(exitCode).to.equal(1);
      expect(output.trim()).to.equal(`${name} is encrypted, and there is no tally:backupKey to open it`);
      expect(await visits(platform)).to.equal(5);
    });

    it("give way to the data that a restore kept aside", async () => {
      const older = ["1", "2", "3"].map((day) => `before-2020010${day}T000000000Z`);
      await onData(platform, `mkdir ${older.join(" ")} unused-${aside}`);
      await platform.must("restore", "--backup", aside, "--yes");
      expect(await visits(platform)).to.equal(5);
      const kept = (await onData(platform, "ls")).trim().split("\n");
      expect(kept.filter((name) => /^(before|unused)-/.test(name)))
        .to.have.length(3)
        .and.include.members([aside, "before-20200103T000000000Z"]);
      expect(await platform.redisCli("GET", "votes")).to.equal("5");
    });

    it("go into another stack with the same key", async () => {
      await count(other, 7);
      await other.must("restore", "--backup", name, "--yes");
      expect(await visits(other)).to.equal(3);
      expect(await other.redisCli("GET", "votes")).to.equal("3");
      await count(other, 1);
      expect(await visits(other)).to.equal(4);
    });

    it("are in the folder of the host that is configured", async () => {
      const made = (await other.must("backup")).stdout.trim();
      expect(await readdir(folder)).to.deep.equal([made]);
      expect((await stat(join(folder, made))).mode & 0o777).to.equal(0o600);
    });

    it("are made by the schedule too, which keeps as many as it is told", async () => {
      await platform.must("up", "--config", "backup=10s", "--config", "backupRetention=2");
      const [container = ""] = await platform.containers("backup");
      const list = async () =>
        JSON.parse((await platform.must("backups", "--json")).stdout) as { name: string }[];
      await until(async () => {
        const found = await list();
        return found.length === 2 && found.every((each) => each.name > name);
      }, 40_000);
      const { State } = await platform.docker.getContainer(container).inspect();
      expect(State.Running).to.equal(true);
    });

    it("outlive the stack", async () => {
      await platform.must("down");
      expect(JSON.parse((await platform.must("backups", "--json")).stdout)).to.have.length(2);
    });
  });
}

async function count({ fetch }: Platform, times: number): Promise<void> {
  for (let done = 0; done < times; done += 1) {
    expect((await fetch("/count")).status).to.equal(200);
    expect((await fetch("/vote", { method: "POST" })).ok).to.equal(true);
  }
}

async function visits({ redisCli }: Platform): Promise<number> {
  return Number(await redisCli("GET", "visits"));
}

async function onData({ project, stack }: Platform, script: string): Promise<string> {
  const { output } = await project.run("docker", ["exec", `tally-${stack}-redis`, "sh", "-c", script]);
  return output;
}

/** A shell in the volume of the backups, which nobody but a test writes to by hand. */
async function inBackups(platform: Platform, script: string): Promise<void> {
  const { docker, stack, project } = platform;
  const { Image } = await docker.getContainer(`tally-${stack}-redis`).inspect();
  const { exitCode, output } = await project.run("docker", [
    ...["run", "--rm", "-v", `${backupVolume(stack)}:/backups`, "-w", "/backups"],
    ...[Image, "sh", "-c", script],
  ]);
  expect(exitCode, output).to.equal(0);
}
