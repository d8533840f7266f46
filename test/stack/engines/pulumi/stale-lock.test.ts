import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { hasStaleLock } from "../../../../stack/engines/pulumi/stale-lock.ts";
import { until } from "../../../support/until.ts";
import { keepEnvironment } from "../../kept-environment.ts";

describe("hasStaleLock", () => {
  let home: string;
  const { pid: gone } = spawnSync("true");
  keepEnvironment("HOME");

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "tally-locks-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  async function lock(content: unknown, stack = "dev"): Promise<void> {
    const file = join(home, ".pulumi/locks/organization/tally", stack, "0b2e.json");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  const isStale = () => hasStaleLock(`file://${home}`, "dev");

  it("sees the lock of a process that is gone", async () => {
    await lock({ pid: gone, hostname: hostname() });
    expect(await isStale()).to.equal(true);
  });

  it("sees it where the backend is the home folder", async () => {
    process.env.HOME = home;
    await lock({ pid: gone, hostname: hostname() });
    expect(await hasStaleLock("file://~", "dev")).to.equal(true);
  });

  it("respects the lock of a process that runs", async () => {
    await lock({ pid: process.pid, hostname: hostname() });
    expect(await isStale()).to.equal(false);
  });

  it("sees the lock of a process that is dead, and whose parent has not noticed", async () => {
    const parent = spawn("sh", ["-c", "sleep 600 & echo $!; exec sleep 600"]);
    try {
      const [written] = await once(parent.stdout, "data");
      const pid = Number(String(written));
      // Only a shell would take note.
      await until(() => readFileSync(`/proc/${parent.pid}/comm`, "utf8") === "sleep\n");
      process.kill(pid, "SIGKILL");
      await until(() => readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z "));
      await lock({ pid, hostname: hostname() });
      expect(await isStale()).to.equal(true);
    } finally {
      parent.kill("SIGKILL");
      await once(parent, "close");
    }
  });

  it("leaves the lock of another machine alone", async () => {
    await lock({ pid: gone, hostname: `not-${hostname()}` });
    expect(await isStale()).to.equal(false);
  });

  it("leaves the lock of another stack alone", async () => {
    await lock({ pid: gone, hostname: hostname() }, "prod");
    expect(await isStale()).to.equal(false);
  });

  it("takes a lock that cannot be read for one that was just released", async () => {
    await lock("{");
    expect(await isStale()).to.equal(false);
  });

  it("sees none where there is nothing, or no such thing", async () => {
    expect(await isStale()).to.equal(false);
    expect(await hasStaleLock("https://app.pulumi.com/me", "dev")).to.equal(false);
    expect(await hasStaleLock("s3://bucket", "dev")).to.equal(false);
  });
});
