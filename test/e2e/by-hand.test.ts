import { expect } from "chai";
import type { EngineName } from "../../stack/containers/labels.ts";
import { openEventStream } from "../service/live/event-stream.ts";
import { engines, saysNoChanges } from "../support/engines.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

/** What the README has people type, and what it says of the engines. */
describe("a stack that the Pulumi CLI makes by hand", function () {
  this.timeout(180_000);
  let platform: Platform;
  let made: unknown;

  before(async function () {
    if (!engines.includes("pulumi")) {
      console.log("      skipped: there is no Pulumi CLI here");
      this.skip();
    }
    platform = await createPlatform("pulumi", { gateWatch: 0 });
    await pulumi("stack", "init");
    await pulumi("config", "set", "tally:replicas", "2");
    await pulumi("up", "--yes", "--skip-preview");
  });
  after(() => platform?.dispose());

  async function pulumi(...args: string[]): Promise<string> {
    const { exitCode, output } = await platform.pulumi(...args);
    expect(exitCode, output).to.equal(0);
    return output;
  }

  /** As `npm run` does it on an engine. */
  async function run(engine: EngineName, command: string): Promise<string> {
    const { exitCode, output } = await platform.start(command, [], { env: { TALLY_ENGINE: engine } });
    expect(exitCode, output).to.equal(0);
    return output;
  }

  const kept = async () => ({
    counts: await platform.redisCli("MGET", "visits", "total_visitors", "votes"),
    ownerKey: (await platform.must("owner-key")).stdout,
  });

  it("serves, as it is configured", async () => {
    expect(await platform.containers("service")).to.have.length(2);
    await platform.fetch("/count");
    await platform.fetch("/", { headers: { Accept: "text/html" } });
    await platform.fetch("/vote", { method: "POST" });
    made = await kept();
    expect(made).to.deep.include({ counts: "1\n1\n1" });
  });

  it("is not changed by a second `pulumi up`", async () => {
    expect(await pulumi("up", "--yes")).to.match(saysNoChanges("pulumi"));
  });

  it("is destroyed with a live stream open", async () => {
    const stream = await openEventStream(`${platform.url}/api/v1/live?counter=tally/visits`);
    await pulumi("destroy", "--yes", "--skip-preview");
    expect(await stream.ended).to.equal("ended");
    expect(await platform.containers()).to.deep.equal([]);
  });

  async function expectKept(engine: EngineName): Promise<void> {
    await run(engine, "up");
    expect(await kept()).to.deep.equal(made);
    expect(await run(engine, "preview")).to.match(saysNoChanges(engine));
  }

  it("may go to the embedded engine then, with its counts and its owner key", () => expectKept("embedded"));

  it("may go back to Pulumi after `npm run down`, with its counts and its owner key", async () => {
    await run("embedded", "down");
    await expectKept("pulumi");
  });
});
