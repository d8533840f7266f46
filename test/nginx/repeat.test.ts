import { expect } from "chai";
import { repeatDuring } from "../../nginx/repeat.ts";
import { failureOf } from "../support/failure.ts";

describe("repeatDuring", () => {
  it("repeats until the work is done, whether the action succeeds or not", async () => {
    const work = Promise.withResolvers<string>();
    let times = 0;
    const action = async () => {
      times += 1;
      if (times === 3) work.resolve("done");
      throw new Error("no luck");
    };
    expect(await repeatDuring(work.promise, action, 1, 1)).to.equal("done");
    expect(times).to.equal(3);
  });

  it("does nothing where the work is done soon", async () => {
    let times = 0;
    const action = async () => {
      times += 1;
    };
    await repeatDuring(Promise.resolve(), action, 60_000);
    expect(times).to.equal(0);
  });

  it("fails as the work does, and stops", async () => {
    const failing = Promise.reject(new Error("out of luck"));
    expect(await failureOf(repeatDuring(failing, async () => {}, 60_000))).to.equal("out of luck");
  });
});
