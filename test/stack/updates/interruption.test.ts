import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { projectPath } from "../../../stack/release/build-context.ts";

/** What a process prints and how it ends, which runs code with what the module exports. */
async function run(code: string) {
  const load =
    'const { onInterruption, leaveInterruptionTo } = await import(process.cwd() + "/interruption.ts");';
  const child = spawn(process.execPath, ["--input-type=module", "--eval", load + code], {
    cwd: projectPath("stack/updates"),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [exitCode, signal]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { said: output.trim().split("\n"), exitCode, signal };
}

const interrupt = (signal = "SIGINT") => `process.kill(process.pid, "${signal}");`;
const say = (words: string) => `() => console.log("${words}")`;
const stay = "setInterval(() => {}, 1000);";

describe("onInterruption", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    it(`does everything that it was given, and ends by ${signal} as it would have`, async () => {
      const given = `onInterruption(${say("one")}); onInterruption(${say("two")});`;
      expect(await run(`${given} ${stay} ${interrupt(signal)}`)).to.deep.equal({
        said: ["one", "two"],
        exitCode: null,
        signal,
      });
    });
  }

  it("does nothing where nobody interrupts", async () => {
    expect(await run(`onInterruption(${say("interrupted")}); console.log("done");`)).to.deep.equal({
      said: ["done"],
      exitCode: 0,
      signal: null,
    });
  });
});

describe("leaveInterruptionTo", () => {
  const program = (value: string) => `new Promise((end) => setTimeout(end, 200, ${value}))`;

  it("waits for the program that was interrupted, and then goes on", async () => {
    const code = `onInterruption(${say("interrupted")});
      const left = leaveInterruptionTo(${program('"its end"')});
      ${interrupt()} console.log(await left);`;
    expect(await run(code)).to.deep.equal({ said: ["interrupted", "its end"], exitCode: 0, signal: null });
  });

  it("leaves it to nobody afterwards", async () => {
    const code = `console.log(await leaveInterruptionTo(${program('"its end"')})); ${stay} ${interrupt()}`;
    expect(await run(code)).to.deep.equal({ said: ["its end"], exitCode: null, signal: "SIGINT" });
  });
});
