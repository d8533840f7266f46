import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  isRunning,
  judgePidFile,
  parseProgram,
  removeDeadSocket,
  removeStalePidFile,
} from "../../../../stack/machine/engine/leftovers.ts";
import { makeDeadSocket } from "./dead-socket.ts";

describe("judgePidFile", () => {
  it("takes a process of that name for the one that wrote it", () => {
    expect(judgePidFile({ text: "42\n", program: "dockerd" }, "dockerd")).to.equal("live");
  });

  it("calls it stale when the process is gone, is another program or was never named", () => {
    expect(judgePidFile({ text: "42", program: undefined }, "dockerd")).to.equal("stale");
    expect(judgePidFile({ text: "42", program: "containerd-shim" }, "containerd")).to.equal("stale");
    expect(judgePidFile({ text: "", program: undefined }, "dockerd")).to.equal("stale");
    expect(judgePidFile({ text: "-1", program: "dockerd" }, "dockerd")).to.equal("stale");
  });

  it("knows when there is none", () => {
    expect(judgePidFile({ text: undefined, program: undefined }, "dockerd")).to.equal("absent");
  });
});

describe("parseProgram", () => {
  it("reads a name with anything in it", () => {
    expect(parseProgram("42 (dockerd) S 1 42 42 0 -1\n")).to.equal("dockerd");
    expect(parseProgram("42 (a (b) Z c) R 1 42 42 0 -1\n")).to.equal("a (b) Z c");
  });

  it("does not count the dead that nobody has buried yet", () => {
    expect(parseProgram("42 (dockerd) Z 1 42 42 0 -1\n")).to.equal(undefined);
    expect(parseProgram("")).to.equal(undefined);
  });
});

describe("what an engine leaves behind", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tally-leftovers-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("keeps the pid file of a running program", async () => {
    const pidFile = join(directory, "own.pid");
    const ownName = (await readFile("/proc/self/comm", "utf8")).trimEnd();
    await writeFile(pidFile, String(process.pid));
    expect(await isRunning(pidFile, ownName)).to.equal(true);
    await removeStalePidFile(pidFile, ownName);
    expect(existsSync(pidFile)).to.equal(true);
  });

  it("removes the pid file when its number is another program's by now", async () => {
    const pidFile = join(directory, "docker.pid");
    await writeFile(pidFile, String(process.pid));
    expect(await isRunning(pidFile, "dockerd")).to.equal(false);
    await removeStalePidFile(pidFile, "dockerd");
    expect(existsSync(pidFile)).to.equal(false);
    await removeStalePidFile(pidFile, "dockerd");
  });

  it("removes a socket that nobody listens on", async () => {
    const path = join(directory, "dead.sock");
    await makeDeadSocket(path);
    await removeDeadSocket(path);
    expect(existsSync(path)).to.equal(false);
    await removeDeadSocket(path);
  });

  it("keeps a socket that somebody listens on, and a file that is no socket", async () => {
    const [live, file] = [join(directory, "live.sock"), join(directory, "file.sock")];
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(live, resolve));
    try {
      await writeFile(file, "");
      await removeDeadSocket(live);
      await removeDeadSocket(file);
      expect([existsSync(live), existsSync(file)]).to.deep.equal([true, true]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
