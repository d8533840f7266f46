import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { withInterruption } from "../../../../stack/machine/images/interruption.ts";
import { failureOf } from "../../../support/failure.ts";

describe("withInterruption", () => {
  /** A program that works until it is interrupted, and then takes a moment to clean up. */
  function startProgram(before = ""): ChildProcess {
    const source = `
      import { withInterruption } from "../../../../stack/machine/images/interruption.ts";
      ${before}
      await withInterruption(async ({ signal }) => {
        const work = setInterval(() => {}, 1000);
        console.log("started");
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await new Promise((resolve) => setTimeout(resolve, 50));
        clearInterval(work);
        console.log("cleaned");
      });
      console.log("went on");
    `;
    return spawn(process.execPath, ["--input-type=module-typescript", "--eval", source], {
      cwd: import.meta.dirname,
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  async function interrupt(program: ChildProcess, signal: NodeJS.Signals) {
    const { stdout } = program;
    if (!stdout) throw new Error("the program's output is not a pipe");
    const output = text(stdout);
    await once(stdout, "data");
    program.kill(signal);
    const [code, killedBy] = await once(program, "exit");
    return { output: await output, code, killedBy };
  }

  it("lets the task clean up, then the signal takes its effect", async () => {
    expect(await interrupt(startProgram(), "SIGTERM")).to.deep.equal({
      output: "started\ncleaned\n",
      code: null,
      killedBy: "SIGTERM",
    });
  });

  it("leaves the effect to the program where it listens itself", async () => {
    const outcome = await interrupt(
      startProgram("process.on('SIGINT', () => console.log('heard'));"),
      "SIGINT",
    );
    expect(outcome).to.deep.equal({ output: "started\nheard\ncleaned\nwent on\n", code: 0, killedBy: null });
  });

  it("passes the result and the failure on, and stops listening", async () => {
    expect(await withInterruption(async () => 42)).to.equal(42);
    expect(await failureOf(withInterruption(() => Promise.reject(new Error("broken"))))).to.equal("broken");
    expect(process.listeners("SIGHUP")).to.deep.equal([]);
  });
});
