import { expect } from "chai";
import { type EventStream, openEventStream } from "../service/live/event-stream.ts";
import { anyEngine } from "../support/engines.ts";
import { servingRelease } from "../support/observations.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";

/** Far below the minute that old workers of the proxy are given for what they carry. */
const switchLimitMs = 20_000;

for (const engine of anyEngine) {
  describe(`an update with a live stream open on the ${engine} engine`, function () {
    this.timeout(180_000);
    let platform: Platform;
    let stream: EventStream;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 1 });
      await platform.must("up");
      stream = await open();
    });
    after(async () => {
      stream?.close();
      await platform?.dispose();
    });

    const open = (lastId?: string) =>
      openEventStream(`${platform.url}/api/v1/live?counter=tally/visits`, lastId);
    const count = () => platform.fetch("/count", { headers: { Connection: "close" } });

    it("shows what is counted, whichever replica counts it", async () => {
      for (let visit = 0; visit < 10; visit += 1) await count();
      await until(() => stream.values["tally/visits"] === "10");
    });

    it("ends the stream properly, and soon after the new release serves", async () => {
      const old = await servingRelease(platform);
      await platform.project.edit("service/page/home.ts", "Welcome", "A warm welcome");
      const updated = platform.must("up");
      updated.catch(() => undefined);
      expect(await stream.ended).to.equal("ended");
      const startMs = performance.now();
      await updated;
      expect(await servingRelease(platform)).to.not.equal(old);
      expect(performance.now() - startMs).to.be.below(switchLimitMs);
    });

    it("lets the client go on with the new release, and miss nothing", async () => {
      const last = stream.events.at(-1)?.id;
      await count();
      stream = await open(last);
      await until(() => stream.values["tally/visits"] === "11");
      await count();
      await until(() => stream.values["tally/visits"] === "12");
    });

    it("takes no longer when only the proxy's configuration changes", async () => {
      const updated = platform.must("up", "--config", "maxBodyKilobytes=8");
      updated.catch(() => undefined);
      expect(await stream.ended).to.equal("ended");
      const startMs = performance.now();
      await updated;
      expect(performance.now() - startMs).to.be.below(switchLimitMs);
    });

    it("does not keep the proxy's container from being replaced", async () => {
      stream = await open();
      const updated = platform.must("up", "--config", "listenAddress=127.0.0.1");
      updated.catch(() => undefined);
      expect(await stream.ended).to.equal("ended");
      const startMs = performance.now();
      await updated;
      expect(performance.now() - startMs).to.be.below(switchLimitMs);
    });

    it("does not keep the stack from being taken down", async () => {
      stream = await open();
      const { durationMs } = await platform.must("down");
      expect(await stream.ended).to.equal("ended");
      expect(durationMs).to.be.below(45_000);
    });
  });
}
