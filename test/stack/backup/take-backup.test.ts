import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { readBackup } from "../../../stack/backup/extract.ts";
import { openBackup } from "../../../stack/backup/format/open-backup.ts";
import type { BackupSettings } from "../../../stack/backup/settings.ts";
import { backupName, listBackups, parseBackupName, storeBackup } from "../../../stack/backup/store.ts";
import { takeBackup } from "../../../stack/backup/take-backup.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { createSettings } from "./test-settings.ts";

describe("takeBackup", function () {
  this.timeout(30_000);
  let server: RedisServer;
  let settings: BackupSettings;

  before(async () => {
    server = await startRedis("--repl-diskless-sync-delay", "0");
    await server.client().set("visits", "42424242424242424242");
  });
  after(() => server.dispose());
  beforeEach(async () => {
    settings = await createSettings(server.port);
  });
  afterEach(() => rm(settings.folder, { recursive: true, force: true }));

  it("stores what Redis holds, under a name that says whose and when", async () => {
    const { name, bytes } = await takeBackup(settings);
    expect(parseBackupName(name)?.stack).to.equal("dev");
    expect(parseBackupName(name)?.at.getTime()).to.be.closeTo(Date.now(), 60_000);
    const { data } = await openBackup(createReadStream(join(settings.folder, name)), { key: undefined });
    const rdb = await buffer(data);
    expect(rdb.length).to.equal(bytes);
    expect(rdb.includes("42424242424242424242")).to.equal(true);
    const [listed] = await listBackups(settings.folder, "dev");
    expect(listed).to.deep.include({ name });
    expect(listed?.header).to.deep.include({ stack: "dev", release: "abc" });
  });

  it("encrypts it where there is a key", async () => {
    const { name, encrypted } = await takeBackup({ ...settings, key: "a key that is long enough" });
    expect(encrypted).to.equal(true);
    expect((await readFile(join(settings.folder, name))).includes("42424242424242424242")).to.equal(false);
  });

  it("keeps the newest ones of its stack, and what others have there", async () => {
    const others = [
      "prod-20200101T000000000Z.backup",
      "notes.txt",
      ".dev-20990101T000000000Z.backup.partial",
    ];
    const abandoned = ".dev-20200101T000000000Z.backup.partial";
    const old = ["dev-20200101T000000000Z.backup", "dev-20200102T000000000Z.backup"];
    for (const name of [...others, abandoned, ...old]) await writeFile(join(settings.folder, name), "");
    await utimes(join(settings.folder, abandoned), 0, 0);
    const { name, removed } = await takeBackup({ ...settings, retention: 2 });
    expect(removed).to.deep.equal([old[0]]);
    expect(await readdir(settings.folder)).to.have.members([...others, old[1], name]);
  });

  it("keeps the one it made after a clock that was ahead, and takes those of the future for the oldest", async () => {
    const future = ["dev-20990101T000000000Z.backup", "dev-20990102T000000000Z.backup"];
    const past = "dev-20200101T000000000Z.backup";
    for (const name of [...future, past]) await writeFile(join(settings.folder, name), "");
    const { name, removed } = await takeBackup({ ...settings, retention: 3 });
    expect(removed).to.deep.equal([future[0]]);
    const listed = await listBackups(settings.folder, "dev");
    expect(listed.map((each) => each.name)).to.deep.equal([name, past, future[1]]);
  });

  it("keeps the one it made where another is ahead of it by no more than clocks differ", async () => {
    const ahead = backupName("dev", new Date(Date.now() + 30_000));
    await writeFile(join(settings.folder, ahead), "");
    const { name, removed } = await takeBackup({ ...settings, retention: 1 });
    expect(removed).to.deep.equal([ahead]);
    expect(await readdir(settings.folder)).to.deep.equal([name]);
  });

  it("stores one where others that are too many stay, and says why they do", async () => {
    const stuck = "dev-20200101T000000000Z.backup";
    await mkdir(join(settings.folder, stuck));
    await writeFile(join(settings.folder, "dev-20200102T000000000Z.backup"), "");
    // As one is that another process has just given its name.
    const gone = ".dev-20200103T000000000Z.backup.partial";
    await symlink("nowhere", join(settings.folder, gone));
    const { name, removed, unremoved } = await takeBackup({ ...settings, retention: 1 });
    expect(removed).to.deep.equal(["dev-20200102T000000000Z.backup"]);
    expect(unremoved).to.have.length(1);
    expect(unremoved[0]).to.contain(join(settings.folder, stuck));
    expect(await readdir(settings.folder)).to.have.members([name, stuck, gone]);
  });

  it("leaves nothing and removes nothing when Redis gives nothing", async () => {
    await writeFile(join(settings.folder, "dev-20200101T000000000Z.backup"), "");
    const away = { ...settings, retention: 0, redis: { ...settings.redis, port: 1 } };
    const { message } = await takeBackup(away).then(never, (error: Error) => error);
    expect(message).to.match(/^Redis at 127.0.0.1:1 gives no backup/);
    expect(await readdir(settings.folder)).to.deep.equal(["dev-20200101T000000000Z.backup"]);
  });

  it("says who must be able to write to the folder", async () => {
    // Nobody can make a file there, not even root.
    const { message } = await takeBackup({ ...settings, folder: "/sys" }).then(
      never,
      (error: Error) => error,
    );
    expect(message).to.match(/cannot be written: chown \d+:\d+ tally:backupFolder$/);
  });
});

describe("storeBackup", () => {
  it("gives a file its name only when it is found good, and replaces none", async () => {
    const { folder } = await createSettings(1);
    const name = backupName("dev", new Date());
    async function* content() {
      yield Buffer.from("content");
    }
    const bad = async () => Promise.reject(new Error("bad"));
    const good = async (path: string) => {
      expect(await readFile(path, "utf8")).to.equal("content");
      expect(await readdir(folder)).to.not.include(name);
    };
    expect(await storeBackup(folder, name, content(), bad).catch((error: Error) => error.message)).to.equal(
      "bad",
    );
    expect(await readdir(folder)).to.deep.equal([]);
    await storeBackup(folder, name, content(), good);
    const again = await storeBackup(folder, name, content(), async () => undefined).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(again).to.equal("EEXIST");
    expect(await readdir(folder)).to.deep.equal([name]);
    await rm(folder, { recursive: true });
  });
});

describe("readBackup", () => {
  it("names the file that is missing or that is none", async () => {
    const { folder } = await createSettings(1);
    const path = join(folder, "dev-20200101T000000000Z.backup");
    const problem = () => readBackup(path, { key: undefined }, () => undefined).then(never, String);
    expect(await problem()).to.equal("Error: there is no dev-20200101T000000000Z.backup");
    await writeFile(path, "no backup, but long enough to hold a checksum of thirty-two bytes at its end");
    expect(await problem()).to.match(/dev-20200101T000000000Z.backup is no backup of Tally's/);
    await rm(folder, { recursive: true });
  });
});

function never(): never {
  throw new Error("it succeeded");
}
