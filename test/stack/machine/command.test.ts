import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { lastLines, run } from "../../../stack/machine/command.ts";
import { becomesTrue } from "../../../stack/machine/engine/condition.ts";
import { failureOf } from "../../support/failure.ts";

describe("run", () => {
  it("returns everything that the command wrote", async () => {
    expect(await run("sh", ["-c", "echo out; echo err >&2"])).to.equal("out\nerr\n");
  });

  it("shows the command and the end of its output when it fails", async () => {
    const message = await failureOf(run("sh", ["-c", "seq 1 100; exit 3"]));
    expect(message).to.match(/^sh -c seq 1 100; exit 3 failed with exit code 3:\n81\n/);
    expect(message).to.match(/\n100$/);
  });

  it("says when there is no such command", async () => {
    expect(await failureOf(run("no-such-command", []))).to.include("no-such-command");
  });

  it("does not wait for a daemon that the command leaves running", async () => {
    const daemon = Number(await run("sh", ["-c", "sleep 60 & echo $!"]));
    // Throws when it is not there.
    process.kill(daemon, "SIGKILL");
  });

  it("ends everything that the command started when it is aborted", async () => {
    const directory = await mkdtemp(join(tmpdir(), "tally-command-"));
    const has = (name: string) => becomesTrue(async () => existsSync(join(directory, name)), 5_000);
    const grandchild = `trap 'touch ended; exit' TERM; touch started; while :; do sleep 0.05; done`;
    const abort = new AbortController();
    const { signal } = abort;
    try {
      const running = failureOf(run("sh", ["-c", `(${grandchild}) & wait`], { cwd: directory, signal }));
      expect(await has("started")).to.equal(true);
      abort.abort(new Error("enough"));
      expect(await running).to.equal("enough");
      expect(await has("ended")).to.equal(true);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("starts nothing once it is aborted", async () => {
    expect(
      await failureOf(run("no-such-command", [], { signal: AbortSignal.abort(new Error("late")) })),
    ).to.equal("late");
  });
});

describe("lastLines", () => {
  it("keeps the end", () => {
    expect(lastLines("a\nb\nc\n", 2)).to.equal("b\nc");
    expect(lastLines("a", 2)).to.equal("a");
  });
});
