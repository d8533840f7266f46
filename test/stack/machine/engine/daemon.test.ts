import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { startDaemon } from "../../../../stack/machine/engine/daemon.ts";
import { findExecutable } from "../../../../stack/machine/host.ts";
import { failureOf } from "../../../support/failure.ts";
import { makeDeadSocket } from "./dead-socket.ts";
import { createPrivateEngine, type PrivateEngine } from "./private-engine.ts";

describe("startDaemon", function () {
  this.timeout(60_000);
  let engine: PrivateEngine;

  before(async function () {
    const missing =
      process.getuid?.() !== 0 ? "root" : !(await findExecutable("dockerd")) ? "dockerd" : undefined;
    if (missing !== undefined) {
      console.log(`      skipped: starting an engine needs ${missing}`);
      this.skip();
    }
    engine = await createPrivateEngine();
  });
  after(() => engine?.dispose());

  it("starts one over everything that a crashed one left, and leaves it running when this program ends", async () => {
    const { files } = engine;
    // The numbers belong to a program that lives: this one.
    await writeFile(files.pidFile, String(process.pid));
    await writeFile(files.containerdPidFile, String(process.pid));
    await Promise.all(files.sockets.map(makeDeadSocket));

    await engine.start();

    expect(await engine.answers()).to.equal(true);
    expect(await readFile(`/proc/${await engine.pid()}/comm`, "utf8")).to.equal("dockerd\n");
    expect(await readFile(files.log, "utf8")).to.include("API listen on");
    expect(existsSync(engine.containerdSocket)).to.equal(false);
  });

  it("runs in a session of its own, which no terminal ends", async () => {
    const pid = await engine.pid();
    const [, session] = / \S \d+ \d+ (\d+) /.exec(await readFile(`/proc/${pid}/stat`, "utf8")) ?? [];
    expect(Number(session)).to.equal(pid);
  });

  it("starts no second one", async () => {
    const { answers, files } = engine;
    const pid = await engine.pid();
    await startDaemon({ answers, files, args: ["--no-such-option"] });
    expect(await engine.pid()).to.equal(pid);
  });

  it("gives up when one runs and does not answer in time", async () => {
    const { files } = engine;
    const message = await failureOf(startDaemon({ answers: async () => false, files, timeoutMs: 200 }));
    expect(message).to.match(/^dockerd runs but did not answer within 0\.2 s; the end of \S+dockerd\.log:/);
  });

  it("shows the end of the log of one that does not start", async () => {
    const other = await createPrivateEngine();
    try {
      await writeFile(other.files.log, "an earlier start\n");
      const { answers, files } = other;
      const message = await failureOf(startDaemon({ answers, files, args: ["--no-such-option"] }));
      expect(message).to.match(/^dockerd ended; the end of \S+dockerd\.log:\n/);
      expect(message).to.include("unknown flag: --no-such-option");
      expect(message).not.to.include("an earlier start");
    } finally {
      await other.dispose();
    }
  });
});
