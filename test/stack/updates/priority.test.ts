import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { projectPath } from "../../../stack/release/build-context.ts";

const sessionFile = "/proc/self/autogroup";

/** Runs a script in a session of its own, and splits what it prints into lines. */
async function inSession(script: string): Promise<string[]> {
  const child = spawn("bash", ["-c", script], {
    cwd: projectPath("stack/updates"),
    env: { ...process.env, NODE: process.execPath, TALLY_SESSION_YIELDS: undefined },
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  return output.trim().split("\n");
}

/** A process that runs code with what the module exports. */
const node = (code: string) => `"$NODE" --input-type=module --eval '
  const { yieldToVisitors, yieldSession } = await import(process.cwd() + "/priority.ts");
  const { execFileSync } = await import("node:child_process");
  const show = (command, ...args) => console.log(execFileSync(command, args, { encoding: "utf8" }).trim());
  ${code}
'`;

const print = `grep -o "nice.*" ${sessionFile}`;
const show = `show("grep", "-o", "nice.*", "${sessionFile}");`;

describe("yieldToVisitors", () => {
  it("lowers the priority of its process and of those that it starts", async () => {
    expect(await inSession(node('yieldToVisitors(); show("nice");'))).to.deep.equal(["10"]);
  });

  it("leaves a process alone that yields more, as who is not root must", async () => {
    expect(await inSession(`nice -n 15 ${node('yieldToVisitors(); show("nice");')}`)).to.deep.equal(["15"]);
  });

  it("fails for nobody who may not", async () => {
    const refuse = `(await import("node:os")).default.setPriority = () => { throw new Error("EPERM"); };
      (await import("node:module")).syncBuiltinESMExports();`;
    expect(await inSession(node(`${refuse} yieldToVisitors(); console.log("done");`))).to.deep.equal([
      "done",
    ]);
  });
});

describe("yieldSession", () => {
  before(function () {
    const missing = existsSync(sessionFile)
      ? process.getuid?.() !== 0 && "only root may change it twice within a tenth of a second"
      : "this system does not share the processors out among sessions";
    if (!missing) return;
    console.log(`      skipped: ${missing}`);
    this.skip();
  });

  it("lowers the priority of its session, until its process ends", async () => {
    const seen = await inSession(`${node(`yieldSession(); ${show}`)}; ${print}`);
    expect(seen).to.deep.equal(["nice 10", "nice 0"]);
  });

  it("gives it back when its process is asked to end, and ends as asked", async () => {
    const killed = node(
      `yieldSession(); ${show} process.kill(process.pid, "SIGINT"); setInterval(() => {}, 1000);`,
    );
    expect(await inSession(`${killed}; echo $?; ${print}`)).to.deep.equal(["nice 10", "130", "nice 0"]);
  });

  it("is the first one's: what it starts leaves it as it is", async () => {
    const inner = node("yieldSession();").replaceAll("'", "'\\''");
    const outer = node(`yieldSession(); show("bash", "-c", process.env.INNER); ${show}`);
    expect((await inSession(`export INNER='${inner}'; ${outer}; ${print}`)).slice(-2)).to.deep.equal([
      "nice 10",
      "nice 0",
    ]);
  });

  it("gives a session back that a killed update has left as it was", async () => {
    const seen = await inSession(`echo 10 > ${sessionFile}; ${node("yieldSession();")}; ${print}`);
    expect(seen).to.deep.equal(["nice 0"]);
  });

  it("leaves a session alone that yields more", async () => {
    const seen = await inSession(`echo 15 > ${sessionFile}; ${node(`yieldSession(); ${show}`)}; ${print}`);
    expect(seen).to.deep.equal(["nice 15", "nice 15"]);
  });
});
