import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readBackup } from "../../../stack/backup/extract.ts";
import { loadSettings } from "../../../stack/backup/settings.ts";
import { takeBackup } from "../../../stack/backup/take-backup.ts";
import { failureOf } from "../../support/failure.ts";
import { startRedis } from "../../support/redis.ts";

describe("the settings of the backups", () => {
  let folder: string;
  let keyFile: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-backups-"));
    keyFile = join(folder, "backup-key");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const load = (port = 6379) =>
    loadSettings({
      ...{ STACK: "dev", RELEASE: "abc", BACKUP_FOLDER: folder, BACKUP_INTERVAL_SECONDS: "3600" },
      ...{ BACKUP_RETENTION: "3", BACKUP_KEY_FILE: keyFile, REDIS_HOST: "127.0.0.1" },
      REDIS_PORT: String(port),
    });

  it("follow a key that is changed: the next backup is encrypted with the new one", async () => {
    const server = await startRedis("--repl-diskless-sync-delay", "0");
    const opens = async (name: string, key: string) =>
      await readBackup(join(folder, name), { key }, () => undefined).then(
        () => true,
        () => false,
      );
    await writeFile(keyFile, "the first of the keys\n");
    const settings = load(server.port);
    const first = await takeBackup(settings);
    await writeFile(keyFile, "the second of the keys\n");
    const second = await takeBackup(settings);
    await server.dispose();
    expect(await opens(first.name, "the first of the keys")).to.equal(true);
    expect(await opens(second.name, "the first of the keys")).to.equal(false);
    expect(await opens(second.name, "the second of the keys")).to.equal(true);
  });

  it("let nothing be encrypted with a key that is missing or empty", async () => {
    const settings = load();
    expect(await failureOf(takeBackup(settings))).to.match(/^tally:backupKey is not deployed \(.* cannot be/);
    await writeFile(keyFile, "\n");
    expect(await failureOf(takeBackup(settings))).to.match(/^tally:backupKey is not deployed \(.* is empty/);
  });

  it("name the variable that is missing", () => {
    expect(() => loadSettings({ STACK: "dev" })).to.throw("RELEASE is missing");
  });
});
