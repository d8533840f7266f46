import { expect } from "chai";
import { gate } from "../../nginx/switch.ts";
import { failureOf } from "../support/failure.ts";
import { until } from "../support/until.ts";
import { givenNetwork } from "./given-network.ts";

describe("the gate", function () {
  this.timeout(30_000);
  const given = givenNetwork();
  beforeEach(() => given.upstream.behave({ release: "new" }));

  const pass = (release: string, waitSeconds: number, watchSeconds: number) =>
    gate(given.network.proxy, given.upstream.url, release, waitSeconds, watchSeconds);
  const asked = async (path: string) =>
    (await given.upstream.seen()).filter((seen) => seen.path === path).length;

  it("lets a release through that answers rightly, and is counted by nobody", async () => {
    await pass("new", 5, 1);
    const seen = await given.upstream.seen();
    expect(new Set(seen.map(({ path }) => path))).to.deep.equal(new Set(["/readyz", "/", "/count"]));
    expect(seen.every(({ prefetch, probe }) => prefetch && probe)).to.equal(true);
  });

  it("waits for one that is not ready yet", async () => {
    await given.upstream.behave({ release: "new", status: 503 });
    const before = await asked("/readyz");
    const passed = pass("new", 20, 0);
    await until(async () => (await asked("/readyz")) > before);
    await given.upstream.behave({ release: "new" });
    await passed;
  });

  for (const other of ["old", "newer", "ne", "n*"]) {
    it(`keeps out another release than ${other}`, async () => {
      expect(await failureOf(pass(other, 0, 0))).to.match(/not ready within 0 s .*another release.*"new"/);
    });
  }

  for (const path of ["/", "/count", "/readyz"]) {
    it(`keeps out a release whose ${path} answers 500`, async () => {
      await given.upstream.behave({ release: "new", statusOf: { [path]: 500 } });
      expect(await failureOf(pass("new", 0, 0))).to.include(`(${path} answered 500`);
    });
  }

  it("repeats what a release says of not being ready, and nothing where only the status is kept", async () => {
    await given.upstream.behave({ release: "new", statusOf: { "/readyz": 503 } });
    expect(await failureOf(pass("new", 0, 0))).to.match(/\(\/readyz answered 503: .+\)$/);
    await given.upstream.behave({ release: "new", statusOf: { "/count": 503 } });
    expect(await failureOf(pass("new", 0, 0))).to.match(/\(\/count answered 503\)$/);
  });

  it("keeps out a release that does not answer in time", async () => {
    await given.upstream.behave({ release: "new", holds: true });
    expect(await failureOf(pass("new", 1, 0))).to.match(/not ready within 1 s .*\/readyz.*timed out/);
  });

  it("keeps out what is not there", async () => {
    const failure = await failureOf(gate(given.network.proxy, "http://127.0.0.1:9", "new", 0, 0));
    expect(failure).to.match(/not ready within 0 s/);
  });

  it("watches for as long as it is told, wherever in a second it begins", async () => {
    // In the middle of a second of the clock, which must not matter.
    await new Promise((resolve) => setTimeout(resolve, 1500 - (Date.now() % 1000)));
    const startedAt = performance.now();
    await pass("new", 5, 1);
    expect(performance.now() - startedAt).to.be.at.least(1000);
  });

  it("notices errors while it watches", async () => {
    const before = await asked("/count");
    const failure = failureOf(pass("new", 5, 20));
    await until(async () => (await asked("/count")) > before);
    await given.upstream.behave({ release: "new", statusOf: { "/count": 500 } });
    expect(await failure).to.match(/ready at first, then not .*\/count answered 500/);
  });

  it("notices a crash while it watches", async () => {
    const before = await asked("/count");
    const failure = failureOf(pass("new", 5, 20));
    await until(async () => (await asked("/count")) > before);
    await given.upstream.crash();
    expect(await failure).to.match(/ready at first, then not/);
  });
});
