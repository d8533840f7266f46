import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { type Load, type LoadReport, startLoad } from "./load.ts";
import { expectNothingLost, join, type Tallied, watchUpdate } from "./lossless.ts";

describe("watchUpdate", () => {
  let server: Server;
  let load: Load;
  let failing: boolean;

  beforeEach(async () => {
    failing = false;
    server = createServer((_, response) => response.writeHead(failing ? 503 : 200).end('{"votes":1}'));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    load = startLoad({ url: `http://127.0.0.1:${port}`, requestsPerSecond: 200 });
  });

  afterEach(async () => {
    await load.stop();
    server.close();
  });

  it("sees requests fail from the update's end on", async () => {
    const { failures } = await watchUpdate(load, async () => {
      await sleep(200);
      failing = true;
    });
    expect(failures).to.have.length.at.least(5);
  });

  it("throws what the update has thrown", async () => {
    const failed = new Error("the update failed");
    const update = watchUpdate(load, () => Promise.reject(failed));
    expect(await update.catch((error: unknown) => error)).to.equal(failed);
  });
});

describe("expectNothingLost", () => {
  const answers = (visits: number[], votes: number[] = [], failures: string[] = []): LoadReport => ({
    ...join([]),
    ...{ visits, votes, failures },
  });

  it("adds up what was acknowledged", () => {
    const tallied: Tallied = { visits: 1, votes: 1 };
    expectNothingLost(answers([2, 4], [3]), tallied);
    expect(tallied).to.deep.equal({ visits: 3, votes: 2 });
  });

  const lossy: Readonly<Record<string, LoadReport>> = {
    "1 of 0 failed": answers([1], [1], ["GET /count (kept): status 503"]),
    "different numbers: expected 1 to equal 2": answers([1], [1, 1]),
    "answers without a number": answers([1, Number.NaN]),
  };
  for (const [problem, report] of Object.entries(lossy)) {
    it(`says: ${problem}`, () => {
      expect(() => expectNothingLost(report, { visits: 0, votes: 0 })).to.throw(problem);
    });
  }
});
