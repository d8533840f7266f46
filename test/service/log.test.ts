import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { createKeptLog } from "./log-lines.ts";

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

  it("writes to standard output soon, all there is at the end, and wakes nobody for nothing", async () => {
    const script = `
      const { createLog } = await import("./service/log.ts");
      const log = createLog("info", {});
      const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      const idleBefore = timers();
      log.info("soon");
      const end = () => {
        console.error(JSON.stringify([idleBefore, timers()]));
        log.info("at the end");
        process.exit();
      };
      setTimeout(() => setImmediate(end), 300);`;
    const { stdout, stderr } = await promisify(execFile)("node", ["--input-type=module", "-e", script]);
    expect([...stdout.matchAll(/"msg":"(.*?)"/g)].map(([, text]) => text)).to.deep.equal([
      "soon",
      "at the end",
    ]);
    expect(JSON.parse(stderr)).to.deep.equal([0, 0]);
  });
});
