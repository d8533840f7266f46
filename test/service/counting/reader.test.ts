import { EventEmitter } from "node:events";
import { expect } from "chai";
import { type Redis, ReplyError } from "ioredis";
import { createReader, type Reader } from "../../../service/counting/reader.ts";
import { CountingPaused } from "../../../service/errors.ts";
import { until } from "../../support/until.ts";
import { silentLog } from "../log-lines.ts";
import { rejectionOf } from "./test-counters.ts";

function createTestReader(): { reader: Reader; client: EventEmitter } {
  const client = Object.assign(new EventEmitter(), { status: "ready" });
  const redis = client as unknown as Redis;
  return { client, reader: createReader({ redis, retryAttempts: 2, retryDelayMs: 10, log: silentLog }) };
}

/** Answers like Redis, one failure after the other, and then with "done". */
function failing(...failures: Error[]) {
  const asked = { times: 0 };
  async function ask(): Promise<string> {
    asked.times += 1;
    const failure = failures.shift();
    if (failure) throw failure;
    return "done";
  }
  return { asked, ask };
}

const lost = new Error("Connection is closed.");

describe("createReader", () => {
  it("asks again after what may pass", async () => {
    const { asked, ask } = failing(lost, new ReplyError("LOADING wait"));
    expect(await createTestReader().reader.read({}, ask)).to.equal("done");
    expect(asked.times).to.equal(3);
  });

  it("gives up after the last attempt", async () => {
    const { asked, ask } = failing(lost, lost, lost);
    const failure = await rejectionOf(createTestReader().reader.read({}, ask));
    expect(failure).to.be.instanceOf(CountingPaused).with.property("cause", lost);
    expect(asked.times).to.equal(3);
  });

  it("does not ask at all while Redis has been away for longer than its retries last", async () => {
    const { reader, client } = createTestReader();
    const { asked, ask } = failing();
    client.emit("close");
    await until(async () => (await reader.read({}, ask).catch(() => "paused")) === "paused");
    const before = asked.times;
    expect(await rejectionOf(reader.read({}, ask))).to.be.instanceOf(CountingPaused);
    expect(asked.times).to.equal(before);
    client.emit("ready");
    expect(await reader.read({}, ask)).to.equal("done");
  });

  it("passes on what is wrong with a key, and asks no more", async () => {
    const broken = new ReplyError("WRONGTYPE Operation against a key");
    const { asked, ask } = failing(broken);
    expect(await rejectionOf(createTestReader().reader.read({}, ask))).to.equal(broken);
    expect(asked.times).to.equal(1);
  });
});
