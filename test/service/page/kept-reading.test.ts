import { expect } from "chai";
import { keepReading } from "../../../service/page/kept-reading.ts";

describe("keepReading", () => {
  it("reads once for all who ask within its life", async () => {
    let reads = 0;
    const read = keepReading(async () => ++reads, 60_000);
    expect(await Promise.all([read(), read()])).to.deep.equal([1, 1]);
    expect(await read()).to.equal(1);
  });

  it("reads again when that is over", async () => {
    let reads = 0;
    const read = keepReading(async () => ++reads, 0);
    expect([await read(), await read()]).to.deep.equal([1, 2]);
  });

  it("keeps no failure", async () => {
    let failures = 1;
    const read = keepReading(async () => {
      if (failures-- > 0) throw new Error("away");
      return "back";
    }, 60_000);
    const failure = await read().catch((error: Error) => error.message);
    expect([failure, await read()]).to.deep.equal(["away", "back"]);
  });
});
