import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { until } from "../../support/until.ts";
import { createKeptLog } from "../log-lines.ts";

describe("createLog", () => {
  it("writes JSON lines with an ISO time, the level as a word, release and replica", () => {
    const { log, lines } = createKeptLog();
    log.info({ port: 8000 }, "listening");
    expect(lines[0]).to.include({
      level: "info",
      release: "r1",
      replica: "web-1",
      port: 8000,
      msg: "listening",
    });
    expect(lines[0]?.time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(lines[0]).not.to.have.any.keys("pid", "hostname");
  });

  it("leaves out what is below its level", () => {
    const { log, lines } = createKeptLog("warn");
    log.info("quiet");
    log.warn("loud");
    expect(lines.map(({ msg }) => msg)).to.deep.equal(["loud"]);
  });

  it("shows an error with its stack and its causes, and not what else hangs on it", () => {
    const { log, lines, text } = createKeptLog();
    const cause = Object.assign(new Error("refused"), { command: { name: "auth", args: ["hunter2"] } });
    log.error({ err: new Error("boom", { cause }) }, "failed");
    expect(lines[0])
      .to.have.nested.property("err.stack")
      .that.matches(/^Error: boom\n/);
    expect(lines[0]).to.have.nested.property("err.cause.message", "refused");
    expect(text()).not.to.contain("hunter2");
  });

  it("shows what was thrown without being an error", () => {
    const { log, lines } = createKeptLog();
    log.error({ err: "boom" }, "failed");
    expect(lines[0]).to.have.nested.property("err.message", "boom");
  });

  it("writes lines soon, those of a burst too, and the last ones at the end", async () => {
    const child = startLogging(`
      log.info("first");
      for (let count = 0; count < 500; count += 1) log.info("x".repeat(99));
      log.info("soon");
      process.stdin.once("data", () => {
        log.info("at the end");
        process.exit();
      });`);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    await until(() => output.includes("soon"));
    child.stdin.write("end");
    await once(child, "close");
    const said = [...output.matchAll(/"msg":"(.*?)"/g)].map(([, message]) => message);
    expect(said).to.have.length(503);
    expect([said[0], said.at(-2), said.at(-1)]).to.deep.equal(["first", "soon", "at the end"]);
  });

  it("wakes the process for nothing while nothing is logged", async () => {
    const child = startLogging(`
      const { setTimeout: sleep } = await import("node:timers/promises");
      log.info("once");
      for (let round = 0; round < 3; round += 1) {
        const before = performance.nodeTiming.uvMetricsInfo.loopCount;
        await sleep(1000);
        console.error(performance.nodeTiming.uvMetricsInfo.loopCount - before);
      }`);
    const [turns] = await Promise.all([text(child.stderr), once(child, "close")]);
    // The line itself wakes it in the first second, and a busy machine may in another.
    expect(Math.min(...turns.trim().split("\n").map(Number))).to.be.within(1, 3);
  });
});

/** A process that has a log to standard output. */
function startLogging(script: string) {
  const module = new URL("../../../service/log/log.ts", import.meta.url);
  const source = `const log = (await import("${module}")).createLog("info", {});${script}`;
  return spawn("node", ["--input-type=module", "-e", source], { stdio: "pipe" });
}
