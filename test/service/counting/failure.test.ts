import { expect } from "chai";
import { ReplyError } from "ioredis";
import { isBrokenKey, isTransient } from "../../../service/counting/failure.ts";

describe("isTransient", () => {
  for (const message of [
    "LOADING Redis is loading the dataset in memory",
    "BUSY Redis is busy running a script",
    "READONLY You can't write against a read only replica.",
    "MASTERDOWN Link with MASTER is down",
    "MOVED 4242 192.0.2.7:6379",
    "CLUSTERDOWN The cluster is down",
    "EXECABORT Transaction discarded because of previous errors.",
  ]) {
    it(`is true for ${message.split(" ")[0]}`, () => {
      expect(isTransient(new ReplyError(message))).to.equal(true);
    });
  }

  it("is true for a connection that broke", () => {
    expect(isTransient(new Error("Connection is closed."))).to.equal(true);
  });

  for (const message of [
    "OOM command not allowed",
    "NOPERM no permissions",
    "STALE the writer",
    "ERR syntax error",
  ]) {
    it(`is false for ${message.split(" ")[0]}: asking again would not help`, () => {
      expect(isTransient(new ReplyError(message))).to.equal(false);
    });
  }
});

describe("isBrokenKey", () => {
  it("is true for a key of another type and for a broken sketch, and for nothing else", () => {
    const broken = ["WRONGTYPE Operation against a key", "INVALIDOBJ Corrupted HLL object"];
    expect(broken.map((message) => isBrokenKey(new ReplyError(message)))).to.deep.equal([true, true]);
    expect(isBrokenKey(new ReplyError("OOM command not allowed"))).to.equal(false);
    expect(isBrokenKey(new Error("WRONGTYPE of words"))).to.equal(false);
  });
});
