import { expect } from "chai";
import { TimeLimitExceeded } from "../../service/errors.ts";
import { withTimeLimit } from "../../service/time-limit.ts";

describe("withTimeLimit", () => {
  it("passes on a value that comes in time", async () => {
    expect(await withTimeLimit(Promise.resolve(7), 1000)).to.equal(7);
  });

  it("passes on an error that comes in time", async () => {
    const boom = new Error("boom");
    expect(await withTimeLimit(Promise.reject(boom), 1000).catch((error) => error)).to.equal(boom);
  });

  it("rejects when the time is over", async () => {
    const error = await withTimeLimit(new Promise<never>(() => {}), 5).catch((error) => error);
    expect(error).to.be.instanceOf(TimeLimitExceeded);
    expect(error.message).to.equal("No answer within 5 ms");
  });
});
