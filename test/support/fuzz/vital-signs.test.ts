import { expect } from "chai";
import { isFailure } from "./vital-signs.ts";

describe("isFailure", () => {
  for (const line of [
    '{"level":"error","msg":"request","status":500}',
    '{"level":"info","method":"GET","path":"/","status":502,"bytes":9}',
    "2026/11/21 12:00:00 [alert] 1#1: worker process 20 exited on signal 11",
  ]) {
    it(`finds ${line}`, () => expect(isFailure(line)).to.equal(true));
  }

  for (const line of [
    '{"level":"info","method":"GET","path":"/","status":501,"bytes":9}',
    '{"level":"info","method":"GET","path":"/","status":400,"bytes":500}',
    "2026/11/21 12:00:00 [info] 20#20: client sent invalid request",
  ]) {
    it(`leaves ${line}`, () => expect(isFailure(line)).to.equal(false));
  }
});
