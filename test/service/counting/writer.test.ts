import { EventEmitter } from "node:events";
import { expect } from "chai";
import { type Redis, ReplyError } from "ioredis";
import { createWriter, type Writer } from "../../../service/counting/writer.ts";
import { CountingPaused } from "../../../service/errors.ts";
import { silentLog } from "../log-lines.ts";

type Answer = string[] | Error;

/** A client whose script answers as told, and which keeps what it was sent. */
function createFakeRedis(answers: Answer[]) {
  const sent: unknown[][] = [];
  const redis = Object.assign(new EventEmitter(), {
    defineCommand: () => {},
    async writeCounts(...args: unknown[]): Promise<string[]> {
      sent.push(args);
      const answer = answers.shift() ?? ["counted", "1"];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { redis: redis as unknown as Redis, sent };
}

function createTestWriter(redis: Redis, retryAttempts = 2): Writer {
  return createWriter({ redis, writerId: "web-1:a", retryAttempts, retryDelayMs: 1, log: silentLog });
}

const one = new Map([["visits", 1n]]);
const lost = new Error("Connection is closed.");

describe("createWriter", () => {
  it("sends the writer's memory, the keys, a sequence number, a day in seconds and the amounts", async () => {
    const { redis, sent } = createFakeRedis([["counted", "9007199254740993", "0"]]);
    const amounts = new Map([
      ["visits", 2n ** 53n + 1n],
      ["votes", 0n],
    ]);
    const outcome = await createTestWriter(redis).write(amounts);
    expect(sent).to.deep.equal([
      [3, "tally:writer:web-1:a", "visits", "votes", 1, 86_400, "9007199254740993", "0"],
    ]);
    expect(outcome.counted && outcome.values.get("visits")).to.equal(2n ** 53n + 1n);
  });

  it("tells which keys are no counters", async () => {
    const { redis } = createFakeRedis([["refused", "", "ERR not an integer"]]);
    const amounts = new Map([
      ["visits", 1n],
      ["votes", 1n],
    ]);
    const outcome = await createTestWriter(redis).write(amounts);
    expect(!outcome.counted && [...outcome.reasons]).to.deep.equal([["votes", "ERR not an integer"]]);
  });

  it("sends a write of unknown outcome again under the same sequence number", async () => {
    const { redis, sent } = createFakeRedis([lost, new ReplyError("LOADING wait")]);
    await createTestWriter(redis).write(one);
    expect(sent).to.have.length(3);
    expect(sent[1]).to.deep.equal(sent[0]);
    expect(sent[2]).to.deep.equal(sent[0]);
  });

  it("gives up after the last attempt and goes on with the next sequence number", async () => {
    const { redis, sent } = createFakeRedis([lost, lost, lost]);
    const writer = createTestWriter(redis);
    const error = await writer.write(one).catch((error) => error);
    expect(error).to.be.instanceOf(CountingPaused);
    expect(error.cause).to.equal(lost);
    await writer.write(one);
    expect(sent.map((args) => args[3])).to.deep.equal([1, 1, 1, 2]);
  });

  it("makes one attempt where no retries are wanted", async () => {
    const { redis, sent } = createFakeRedis([lost]);
    await createTestWriter(redis, 0)
      .write(one)
      .catch(() => {});
    expect(sent).to.have.length(1);
  });

  it("does not repeat what Redis will refuse again", async () => {
    const { redis, sent } = createFakeRedis([new ReplyError("OOM command not allowed")]);
    const error = await createTestWriter(redis)
      .write(one)
      .catch((error) => error);
    expect(error).to.be.instanceOf(CountingPaused);
    expect(sent).to.have.length(1);
  });
});
