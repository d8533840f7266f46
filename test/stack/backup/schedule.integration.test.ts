import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { lateness } from "../../../stack/backup/lateness.ts";
import { runSchedule } from "../../../stack/backup/schedule.ts";
import type { BackupSettings } from "../../../stack/backup/settings.ts";
import { backupName } from "../../../stack/backup/store.ts";
import { freePort } from "../../support/free-port.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { until } from "../../support/until.ts";
import { createSettings } from "./test-settings.ts";

describe("runSchedule", function () {
  this.timeout(30_000);
  let server: RedisServer;
  let settings: BackupSettings;
  let stop: () => Promise<void>;
  let taken: string[];
  let failures: unknown[];

  before(async () => {
    server = await startRedis("--repl-diskless-sync-delay", "0");
  });
  after(() => server.dispose());
  afterEach(async () => {
    await stop();
    await rm(settings.folder, { recursive: true });
  });

  function start(): void {
    [taken, failures] = [[], []];
    const stopping = new AbortController();
    const events = {
      taken: ({ name }: { name: string }) => void taken.push(name),
      failed: (error: unknown) => void failures.push(error),
    };
    const running = runSchedule(settings, events, stopping.signal);
    stop = async () => {
      stopping.abort();
      await running;
    };
  }

  it("makes a backup at once and then after every interval, and keeps as many as it is told", async () => {
    settings = await createSettings(server.port, { intervalSeconds: 1, retention: 2 });
    start();
    await until(() => taken.length === 4, 20_000);
    await stop();
    expect((await readdir(settings.folder)).sort()).to.deep.equal(taken.slice(-2).sort());
    const times = taken.map((name) => Number(name.replace(/\D/g, "")) % 1_000_000_000);
    expect(new Set(times).size).to.equal(4);
  });

  it("goes on where it was: what is left of the interval passes first", async () => {
    settings = await createSettings(server.port, { intervalSeconds: 3600 });
    await writeFile(join(settings.folder, backupName("dev", new Date(Date.now() - 3_598_000))), "");
    const startedAt = performance.now();
    start();
    await until(() => taken.length === 1, 20_000);
    expect(performance.now() - startedAt).to.be.above(1000);
  });

  it("makes one at once after a clock that was ahead", async () => {
    settings = await createSettings(server.port, { intervalSeconds: 3600 });
    await writeFile(join(settings.folder, backupName("dev", new Date(Date.now() + 86_400_000))), "");
    start();
    await until(() => taken.length === 1);
  });

  it("tells of a failure and tries again", async () => {
    const port = await freePort();
    settings = await createSettings(port, { intervalSeconds: 1 });
    start();
    await until(() => failures.length >= 2, 10_000);
    expect(String(failures[0])).to.match(/gives no backup/);
    expect(taken).to.deep.equal([]);
  });
});

describe("lateness", () => {
  it("comes with a backup that is missing for half an interval and a minute", async () => {
    const { folder } = await createSettings(1);
    const at = new Date("2026-11-21T12:00:00Z");
    const late = (afterSeconds: number) =>
      lateness({ folder, stack: "dev", intervalSeconds: 3600 }, at.getTime() + afterSeconds * 1000);
    expect(await late(0)).to.deep.equal({ ageSeconds: undefined, isLate: true });
    await writeFile(join(folder, backupName("dev", at)), "");
    await writeFile(join(folder, backupName("prod", new Date(at.getTime() + 86_400_000))), "");
    expect(await late(5460)).to.deep.equal({ ageSeconds: 5460, isLate: false });
    expect(await late(5461)).to.deep.equal({ ageSeconds: 5461, isLate: true });
    await rm(folder, { recursive: true });
  });

  it("is judged by no backup of the future", async () => {
    const { folder } = await createSettings(1);
    const now = Date.parse("2026-11-21T12:00:00Z");
    const begun = async (secondsFromNow: number) =>
      await writeFile(join(folder, backupName("dev", new Date(now + secondsFromNow * 1000))), "");
    const judged = () => lateness({ folder, stack: "dev", intervalSeconds: 3600 }, now);
    await begun(86_400);
    expect(await judged()).to.deep.equal({ ageSeconds: undefined, isLate: true });
    await begun(-7200);
    expect(await judged()).to.deep.equal({ ageSeconds: 7200, isLate: true });
    await begun(30);
    expect(await judged()).to.deep.equal({ ageSeconds: -30, isLate: false });
    await rm(folder, { recursive: true });
  });
});
