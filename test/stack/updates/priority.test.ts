import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { projectPath } from "../../../stack/release/build-context.ts";

const sessionFile = "/proc/self/autogroup";

describe("yieldToVisitors", () => {
  /** What is printed in a session of its own by a process that yields, and by the one that started it. */
  async function inSession(script: string): Promise<string[]> {
    const child = spawn("sh", ["-c", script], {
      cwd: projectPath("stack/updates"),
      env: { ...process.env, NODE: process.execPath },
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
    return output.trim().split("\n");
  }

  const yields = `"$NODE" --input-type=module --eval '
    const { yieldToVisitors } = await import(process.cwd() + "/priority.ts");
    yieldToVisitors();
    console.log((await import("node:os")).getPriority());
    if (process.argv[1]) console.log((await import("node:fs")).readFileSync(process.argv[1], "utf8").trim());
  '`;

  it("lowers the priority of its process", async () => {
    expect(await inSession(yields)).to.deep.equal(["10"]);
  });

  it("lowers that of its session, until its process ends", async function () {
    skipWithoutSessions(this);
    const [, during = "", after = ""] = await inSession(`${yields} ${sessionFile}; cat ${sessionFile}`);
    expect(during).to.match(/nice 10$/);
    expect(after).to.match(/nice 0$/);
  });

  it("gives a session back that a killed update has left as it was", async function () {
    skipWithoutSessions(this);
    const left = await inSession(`echo 10 > ${sessionFile}; ${yields} ${sessionFile}; cat ${sessionFile}`);
    expect(left[2]).to.match(/nice 0$/);
  });
});

function skipWithoutSessions(test: Mocha.Context): void {
  if (existsSync(sessionFile)) return;
  console.log("      skipped: this system does not share the processors out among sessions");
  test.skip();
}
