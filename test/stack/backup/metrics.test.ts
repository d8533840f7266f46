import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import supertest from "supertest";
import { createMetricsServer, renderMetrics } from "../../../stack/backup/metrics.ts";
import { backupName } from "../../../stack/backup/store.ts";
import { sample } from "../../service/metrics/sample.ts";

describe("the metrics of backups", () => {
  let folder: string;
  const settings = () => ({ folder, stack: "dev", intervalSeconds: 300 });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-backups-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("tell when the newest was begun, and how often one is due", async () => {
    const at = new Date("2026-11-21T15:00:00Z");
    await writeFile(join(folder, backupName("dev", at)), "");
    const value = sample(await renderMetrics(settings(), at.getTime() + 60_000));
    expect(value("tally_backup_newest_timestamp_seconds")).to.equal(at.getTime() / 1000);
    expect(value("tally_backup_interval_seconds")).to.equal(300);
  });

  it("tell of none as of one that is as old as can be", async () => {
    const { status, text } = await supertest(createMetricsServer(settings())).get("/metrics");
    expect(status).to.equal(200);
    expect(sample(text)("tally_backup_newest_timestamp_seconds")).to.equal(0);
  });

  it("are not to be had of a folder that is not there", async () => {
    const server = createMetricsServer({ ...settings(), folder: join(folder, "gone") });
    expect((await supertest(server).get("/metrics")).status).to.equal(500);
    expect((await supertest(server).get("/")).status).to.equal(404);
  });
});
