import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { gatedHealthCheck } from "../../../../stack/platforms/swarm/health-gate.ts";

const health = { intervalSeconds: 30, timeoutSeconds: 5, startPeriodSeconds: 10, retries: 3 };

describe("gatedHealthCheck", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tally-gate-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  /** Runs the check with a `node` that notes what it is asked, and returns what it has noted. */
  async function check(exitCode = 0): Promise<string[]> {
    const [, command = ""] = gatedHealthCheck(health, 60).tests;
    await writeFile(
      join(directory, "node"),
      `#!/bin/sh\necho "$@" >> ${directory}/asked\nexit ${exitCode}\n`,
      {
        mode: 0o755,
      },
    );
    const script = command.replaceAll("/tmp/checked", join(directory, "checked"));
    const env = { PATH: `${directory}:${process.env.PATH}` };
    const code = await new Promise((resolve) => {
      execFile("sh", ["-c", script], { env }, (error) => resolve(error?.code ?? 0));
    });
    expect(code).to.equal(exitCode);
    const asked = await readFile(join(directory, "asked"), "utf8").catch(() => "");
    return asked.split("\n").filter(Boolean);
  }

  const [gate, alive] = ["service/health-check.ts gate", "service/health-check.ts"];

  it("asks all that visitors ask until it has been answered once", async () => {
    expect(await check(1)).to.deep.equal([gate]);
    expect(await check(1)).to.deep.equal([gate, gate]);
    expect(await check()).to.deep.equal([gate, gate, gate]);
  });

  it("asks only whether the replica is alive after that, and no more often than configured", async () => {
    await check();
    expect(await check()).to.deep.equal([gate]);
    const longAgo = new Date(Date.now() - 31_000);
    await utimes(join(directory, "checked"), longAgo, longAgo);
    expect(await check(1)).to.deep.equal([gate, alive]);
    expect(await check()).to.deep.equal([gate, alive, alive]);
    expect(await check()).to.deep.equal([gate, alive, alive]);
  });

  it("gives a new replica the gate's time to become healthy", () => {
    expect(gatedHealthCheck(health, 90)).to.include({ startPeriod: "1m30s", interval: "5s", retries: 3 });
    expect(gatedHealthCheck({ ...health, intervalSeconds: 3 }, 90)).to.include({ interval: "3s" });
  });
});
