import { readdir } from "node:fs/promises";
import { expect } from "chai";
import { lastEngine, saysNoChanges } from "../support/engines.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

for (const engine of lastEngine) {
  describe(`the owner of a stack on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let key: string;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 1, gateWatch: 0 });
      await platform.must("up");
      key = (await platform.must("owner-key")).stdout.trim();
    });
    after(() => platform?.dispose());

    const owner = () => ({ Authorization: `Bearer ${key}`, "Content-Type": "application/json" });
    const create = (counter: object) =>
      platform.fetch("/api/v1/counters", {
        method: "POST",
        headers: owner(),
        body: JSON.stringify({ namespace: "test", ...counter }),
      });

    it("is given a key, alone on standard output, that opens what is the owner's", async () => {
      expect((await platform.must("owner-key")).stdout).to.match(/^[0-9a-f]{64}\n$/);
      expect((await create({ key: "first", value: 41, uniqueVisitors: true })).status).to.equal(201);
      expect((await platform.fetch("/api/v1/export")).status).to.equal(401);
    });

    it("exports, imports and exports again the same", async () => {
      await create({ key: "negative", value: -5 });
      await platform.fetch("/api/v1/counters/test/first/hit", { method: "POST" });
      for (let visit = 0; visit < 3; visit += 1) await platform.fetch("/count");

      const { stdout } = await platform.must("export");
      expect(stdout.trimEnd().split("\n")).to.have.length(5);
      await platform.project.write("kept.jsonl", stdout);
      await platform.redisCli("FLUSHDB");
      const { output } = await platform.must("import", "--file", "kept.jsonl");
      expect(output).to.match(/Imported 5 counters/);
      await platform.must("export", "--file", "again.jsonl");
      expect(await platform.project.read("again.jsonl")).to.equal(stdout);
      expect(await platform.redisCli("GET", "visits")).to.equal("3");
    });

    it("imports a line that is longer than other requests may be", async () => {
      const line = JSON.parse((await platform.project.read("again.jsonl")).split("\n")[0] ?? "");
      const days = Object.fromEntries(
        Array.from({ length: 4000 }, (_, index) => [String(15_000 + index), "1"]),
      );
      await platform.project.write(
        "long.jsonl",
        JSON.stringify({ ...line, days: { ...line.days, ...days } }),
      );
      const { exitCode, output } = await platform.project.run("sh", [
        "-c",
        `node stack/commands/cli.ts import --stack ${platform.stack} < long.jsonl`,
      ]);
      expect(output).to.match(/Imported 1 counter into/);
      expect(exitCode).to.equal(0);
    });

    it("is told the line that is wrong, and what was imported", async () => {
      const wrong = { counter: "test/wrong", value: 1.5, settings: {}, hours: {}, days: {} };
      const kept = await platform.project.read("kept.jsonl");
      await platform.project.write("wrong.jsonl", `${kept}\n${JSON.stringify(wrong)}\n`);
      const { exitCode, output } = await platform.tally("import", "--file", "wrong.jsonl");
      expect(exitCode).to.equal(1);
      expect(output).to.match(/^line 7 is wrong: value must be .*\n5 counters were imported before that\.$/m);
    });

    it("keeps the key through an update that changes nothing, and through a new release", async () => {
      expect((await platform.must("up")).output).to.match(saysNoChanges(engine));
      await platform.must("up", "--config", "voteWindow=60");
      expect((await platform.must("owner-key")).stdout.trim()).to.equal(key);
      expect((await platform.fetch("/api/v1/export", { headers: owner() })).status).to.equal(200);
    });

    it("shows the key to nobody who looks at the containers, the images or the state", async () => {
      for (const name of await platform.containers()) {
        expect(JSON.stringify(await platform.docker.getContainer(name).inspect())).not.to.contain(key);
      }
      const label = [`tally.stack=${platform.stack}`];
      for (const { Id } of await platform.docker.listImages({ filters: { label } })) {
        expect(JSON.stringify(await platform.docker.getImage(Id).history())).not.to.contain(key);
      }
      const { exitCode } = await platform.project.run("grep", ["-rlF", key, platform.stateDirectory]);
      // It looked, and found nothing.
      expect(exitCode).to.equal(1);
      const states = await readdir(platform.stateDirectory);
      if (engine === "pulumi") expect(states).to.not.deep.equal([]);
    });
  });
}
