import { spawnSync } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { backupName } from "../../../stack/backup/store.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { createSettings } from "./test-settings.ts";

describe("the health check of the backups", () => {
  let folder: string;

  beforeEach(async () => {
    ({ folder } = await createSettings(1));
  });
  afterEach(() => rm(folder, { recursive: true }));

  function check() {
    const env = {
      ...{ STACK: "dev", RELEASE: "abc", BACKUP_FOLDER: folder, BACKUP_INTERVAL_SECONDS: "3600" },
      ...{ BACKUP_RETENTION: "3", REDIS_HOST: "redis", REDIS_PORT: "6379" },
    };
    const { status, stdout } = spawnSync(process.execPath, [projectPath("stack/backup/health-check.ts")], {
      env,
      encoding: "utf8",
    });
    return { status, stdout: stdout.trim() };
  }

  const backedUp = (hoursAgo: number) =>
    writeFile(join(folder, backupName("dev", new Date(Date.now() - hoursAgo * 3_600_000))), "");

  it("fails while there is no backup, and says so", () => {
    expect(check()).to.deep.equal({ status: 1, stdout: "there is no backup yet; one is due every 1.0 h" });
  });

  it("fails once the newest is too old, and not before", async () => {
    await backedUp(3);
    expect(check()).to.deep.equal({
      status: 1,
      stdout: "the newest backup is 3.0 h old; one is due every 1.0 h",
    });
    await backedUp(1.4);
    expect(check().status).to.equal(0);
  });
});
