import { expect } from "chai";
import { createDelayedFsyncs } from "../../../service/metrics/delayed-fsyncs.ts";

describe("createDelayedFsyncs", () => {
  it("reads the number from Redis' words", async () => {
    const info = "# Persistence\r\naof_enabled:1\r\naof_delayed_fsync:42\r\nloading:0\r\n";
    expect(await createDelayedFsyncs(async () => info)()).to.equal(42);
  });

  it("knows nothing where Redis writes no log, is away or does not tell", async () => {
    expect(await createDelayedFsyncs(async () => "# Persistence\r\naof_enabled:0\r\n")()).to.equal(undefined);
    expect(await createDelayedFsyncs(() => Promise.reject(new Error("NOPERM")))()).to.equal(undefined);
  });

  it("asks once for many scrapes, and again when the answer is old", async () => {
    let asked = 0;
    const info = async () => `aof_delayed_fsync:${++asked}\r\n`;
    const kept = createDelayedFsyncs(info);
    expect([await kept(), await kept(), asked]).to.deep.equal([1, 1, 1]);
    const old = createDelayedFsyncs(info, 0);
    expect([await old(), await old()]).to.deep.equal([2, 3]);
  });
});
