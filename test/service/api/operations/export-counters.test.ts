import { once } from "node:events";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { CounterRecord } from "../../../../service/counting/counters.ts";
import { CountingPaused } from "../../../../service/errors.ts";
import { until } from "../../../support/until.ts";
import { createTestApp, ownerKey } from "../../test-app.ts";

/** A record of about 100 KB. */
const record: CounterRecord = {
  counter: "a/b",
  value: "1",
  settings: {},
  hours: Object.fromEntries(Array.from({ length: 5000 }, (_, hour) => [hour, "1000000000"])),
  days: {},
};

describe("GET /api/v1/export", () => {
  const app = createTestApp();
  let server: Server;
  let records: number;
  let failAfterRecords: number;

  before(async () => {
    app.counters.exportRecords = async function* () {
      for (;;) {
        records += 1;
        if (records > failAfterRecords) throw new CountingPaused();
        yield record;
      }
    };
    server = createServer(app.app.callback()).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  beforeEach(() => {
    records = 0;
    failAfterRecords = Number.POSITIVE_INFINITY;
  });
  after(() => server.close());

  const ask = () =>
    get({
      port: (server.address() as AddressInfo).port,
      path: "/api/v1/export",
      headers: { Authorization: `Bearer ${ownerKey}` },
    });

  async function untilStill(): Promise<void> {
    let before = -1;
    await until(async () => {
      if (records === before) return true;
      before = records;
      await sleep(200);
      return false;
    });
  }

  it("reads no more of an endless export than its reader takes, and stops when the reader goes", async () => {
    const request = ask();
    const [response] = await once(request, "response");
    await untilStill();
    const unread = records;
    expect(unread).to.be.below(200);

    response.resume();
    await until(() => records > unread + 10);
    request.destroy();
    await untilStill();
  });

  it("answers 503 when counting is paused at its beginning", async () => {
    failAfterRecords = 0;
    const [response] = await once(ask(), "response");
    expect([response.statusCode, response.headers["content-type"]]).to.deep.equal([
      503,
      "application/problem+json",
    ]);
    response.resume();
  });

  it("breaks off when counting is paused in its midst, so that nobody takes it for whole", async () => {
    failAfterRecords = 3;
    const [response] = await once(ask(), "response");
    const outcome = await text(response).catch((error: Error) => error);
    expect(outcome).to.be.instanceOf(Error);
    await until(() => app.lines.some(({ err }) => (err as Error | undefined)?.message.includes("paused")));
  });
});
