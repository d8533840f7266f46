import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Redis, ReplyError } from "ioredis";
import { createBatch } from "../../../service/counting/batch.ts";
import { createWriter, type Writer, type WriterArgs } from "../../../service/counting/writer.ts";
import { CountingPaused } from "../../../service/errors.ts";
import { silentLog } from "../log-lines.ts";

type Answer = string[] | Error;

/** A client whose script answers as told, and which keeps what it was sent. */
function createFakeRedis(answers: Answer[]) {
  const sent: unknown[][] = [];
  const redis = Object.assign(new EventEmitter(), {
    options: {},
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

function createTestWriter(redis: Redis, retryAttempts = 2, args: Partial<WriterArgs> = {}): Writer {
  const now = () => noonMs;
  const writerId = "web-1:a";
  return createWriter({ redis, writerId, retryAttempts, retryDelayMs: 1, log: silentLog, now, ...args });
}

const noonMs = 1_795_262_400_000;
const one = createBatch();
one.addHit({ counter: "tally/visits", by: 1n }, { resolve: () => {}, reject: () => {} });
const lost = new Error("Connection is closed.");

describe("createWriter", () => {
  it("sends the writer's memory, a number, a day in seconds, the clock, what is kept and the batch", async () => {
    const { redis, sent } = createFakeRedis([["counted", "9007199254740993"]]);
    const reply = await createTestWriter(redis, 2, { historyHours: 24, strangersMayCreate: 7 }).write(one);
    expect(sent).to.deep.equal([
      ["tally:writer:web-1:a", [1, 86_400, 498_684, 20_778, 24, 400, 7, 1, "tally/visits", "1", 0, 0, 0]],
    ]);
    expect(reply).to.deep.equal(["counted", "9007199254740993"]);
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
    expect(sent.map(([, args]) => (args as number[])[0])).to.deep.equal([1, 1, 1, 2]);
  });

  it("makes one attempt where no retries are wanted", async () => {
    const { redis, sent } = createFakeRedis([lost]);
    await createTestWriter(redis, 0)
      .write(one)
      .catch(() => {});
    expect(sent).to.have.length(1);
  });

  it("makes fewer attempts where each of them is left waiting", async () => {
    const { redis, sent } = createFakeRedis([]);
    const writeCounts = async (...args: unknown[]) => {
      sent.push(args);
      await sleep(1500);
      throw lost;
    };
    const error = await createTestWriter(Object.assign(redis, { writeCounts }), 100)
      .write(one)
      .catch((error) => error);
    expect(error).to.be.instanceOf(CountingPaused);
    expect(sent).to.have.length(2);
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
