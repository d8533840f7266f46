import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  chown,
  type FileHandle,
  lstat,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { projectPath } from "../../../stack/release/build-context.ts";
import { exportToFile } from "../../../stack/transfer/export.ts";
import { noProgress } from "../../../stack/transfer/progress.ts";
import { failureOf } from "../../support/failure.ts";
import { until } from "../../support/until.ts";
import { startFakeTally } from "./fake-tally.ts";

const lines = Array.from({ length: 40 }, (_, index) => `{"counter":"test/n${index}","value":"${index}"}`);

describe("an export into a file", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-export-"));
    await writeFile(join(folder, "counters.jsonl"), "of yesterday\n");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("replaces it when it is complete", async () => {
    const tally = await startFakeTally();
    for (const line of lines) tally.records.set(line, line);
    expect(await exportToFile(tally.api, join(folder, "counters.jsonl"), noProgress)).to.equal(lines.length);
    expect(await readFile(join(folder, "counters.jsonl"), "utf8")).to.equal(`${lines.join("\n")}\n`);
    expect(await readdir(folder)).to.deep.equal(["counters.jsonl"]);
    await tally.dispose();
  });

  it("leaves it as it was when it fails", async () => {
    const tally = await startFakeTally();
    const api = { ...tally.api, ownerKey: "another" };
    expect(await failureOf(exportToFile(api, join(folder, "counters.jsonl"), noProgress))).to.match(/401/);
    expect(await readFile(join(folder, "counters.jsonl"), "utf8")).to.equal("of yesterday\n");
    expect(await readdir(folder)).to.deep.equal(["counters.jsonl"]);
    await tally.dispose();
  });

  it("is on the disk before it has its name", async () => {
    const tally = await startFakeTally();
    for (const line of lines) tally.records.set(line, line);
    const synced: string[] = [];
    const restore = await beforeSync(async () => {
      const [part = "", ...others] = (await readdir(folder)).filter((name) => name.endsWith(".part"));
      expect(others).to.deep.equal([]);
      synced.push(
        await readFile(join(folder, "counters.jsonl"), "utf8"),
        await readFile(join(folder, part), "utf8"),
      );
    });
    await exportToFile(tally.api, join(folder, "counters.jsonl"), noProgress).finally(restore);
    expect(synced).to.deep.equal(["of yesterday\n", `${lines.join("\n")}\n`]);
    await tally.dispose();
  });

  it("is whole where another export to it runs at the same time, or was killed", async () => {
    const tally = await startFakeTally();
    for (const line of lines) tally.records.set(line, line);
    await writeFile(join(folder, "counters.jsonl.part"), "cut");
    const file = join(folder, "counters.jsonl");
    let letGo: (() => void) | undefined;
    tally.interceptExport = (_after, response) => {
      if (letGo !== undefined) return false;
      response.write(`${lines[0]}\n`);
      letGo = () =>
        response.end(
          lines
            .slice(1)
            .map((line) => `${line}\n`)
            .join(""),
        );
      return true;
    };
    const slow = exportToFile(tally.api, file, noProgress);
    await until(() => letGo !== undefined);
    expect(await exportToFile(tally.api, file, noProgress)).to.equal(lines.length);
    expect(await readFile(file, "utf8")).to.equal(`${lines.join("\n")}\n`);
    letGo?.();
    expect(await slow).to.equal(lines.length);
    expect(await readFile(file, "utf8")).to.equal(`${lines.join("\n")}\n`);
    expect(await readdir(folder)).to.have.members(["counters.jsonl", "counters.jsonl.part"]);
    await tally.dispose();
  });

  it("leaves nothing behind when it is told to end", async () => {
    const tally = await startFakeTally();
    let isAsked = false;
    tally.interceptExport = (_after, response) => {
      response.write(`${lines[0]}\n`);
      isAsked = true;
      return true;
    };
    const script = `
      const { exportToFile } = await import(${JSON.stringify(projectPath("stack/transfer/export.ts"))});
      const { noProgress } = await import(${JSON.stringify(projectPath("stack/transfer/progress.ts"))});
      await exportToFile(JSON.parse(process.argv[1]), process.argv[2], noProgress);`;
    const file = join(folder, "counters.jsonl");
    const args = ["--input-type=module", "-e", script, JSON.stringify(tally.api), file];
    const child = spawn(process.execPath, args);
    await until(() => isAsked, 10_000);
    await until(async () => (await readdir(folder)).length === 2);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).to.deep.equal([null, "SIGTERM"]);
    expect(await readdir(folder)).to.deep.equal(["counters.jsonl"]);
    await tally.dispose();
  });

  it("keeps a link to it, and who may read it", async () => {
    const tally = await startFakeTally();
    for (const line of lines) tally.records.set(line, line);
    const file = join(folder, "counters.jsonl");
    await chmod(file, 0o666);
    const owned = process.getuid?.() === 0;
    if (owned) await chown(file, 1000, 1001);
    const link = join(folder, "link");
    await symlink(file, link);
    await exportToFile(tally.api, link, noProgress);
    expect((await lstat(link)).isSymbolicLink()).to.equal(true);
    expect(await readFile(file, "utf8")).to.equal(`${lines.join("\n")}\n`);
    const { mode, uid, gid } = await stat(file);
    expect(mode & 0o777).to.equal(0o666);
    if (owned) expect([uid, gid]).to.deep.equal([1000, 1001]);
    await tally.dispose();
  });

  it("goes straight to a pipe and to a device, and leaves them what they are", async () => {
    const tally = await startFakeTally();
    for (const line of lines) tally.records.set(line, line);
    const [pipe, device] = [join(folder, "pipe"), join(folder, "device")];
    execFileSync("mkfifo", [pipe]);
    await symlink("/dev/null", device);
    const [read] = await Promise.all([readFile(pipe, "utf8"), exportToFile(tally.api, pipe, noProgress)]);
    expect(read).to.equal(`${lines.join("\n")}\n`);
    await exportToFile(tally.api, device, noProgress);
    expect((await lstat(pipe)).isFIFO()).to.equal(true);
    expect((await lstat(device)).isSymbolicLink()).to.equal(true);
    expect(await readdir(folder)).to.have.members(["counters.jsonl", "device", "pipe"]);
    await tally.dispose();
  });

  for (const [name, reason] of [
    ["no/such", "there is no folder .*/no"],
    ["counters.jsonl/such", ".*/counters.jsonl is no folder"],
    ["", "it is a folder, and must be a file"],
  ] as const) {
    it(`says what is wrong with a file that cannot be: <folder>/${name}`, async () => {
      const tally = await startFakeTally();
      const failure = await failureOf(exportToFile(tally.api, join(folder, name), noProgress));
      expect(failure).to.match(new RegExp(`^--file \\S+ cannot be written: ${reason}$`));
      await tally.dispose();
    });
  }
});

/** Has something done before every sync of a file, until what it returns is called. */
async function beforeSync(act: () => Promise<void>): Promise<() => void> {
  const handle = await open(projectPath("package.json"));
  const files = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const { sync } = files;
  files.sync = async function (this: FileHandle) {
    await act();
    await sync.call(this);
  };
  return () => {
    files.sync = sync;
  };
}
