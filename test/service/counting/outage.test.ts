import { EventEmitter } from "node:events";
import { expect } from "chai";
import { watchOutage } from "../../../service/counting/outage.ts";
import { until } from "../../support/until.ts";

function createClient(status: string) {
  return Object.assign(new EventEmitter(), { status });
}

describe("watchOutage", () => {
  it("is over while the connection is up", () => {
    expect(watchOutage(createClient("ready")).forMs()).to.equal(0);
  });

  it("has begun when the first connection is still being made", async () => {
    const outage = watchOutage(createClient("connecting"));
    await until(() => outage.forMs() > 0);
  });

  it("lasts from the first close to the next ready", async () => {
    const client = createClient("ready");
    const outage = watchOutage(client);
    client.emit("close");
    await until(() => outage.forMs() >= 20);
    client.emit("close");
    expect(outage.forMs()).to.be.at.least(20);
    client.emit("ready");
    expect(outage.forMs()).to.equal(0);
  });
});
