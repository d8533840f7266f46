import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { Platform } from "../support/platform.ts";
import type { Fault } from "./fault.ts";
import { type Outcome, runTrial } from "./trial.ts";

describe("runTrial", () => {
  let server: Server;
  let url: string;
  let counted: number;
  let failing: boolean;

  beforeEach(async () => {
    [counted, failing] = [0, false];
    server = createServer(({ method }, response) => {
      if (failing) return void response.writeHead(503).end();
      counted += 1;
      response.end(method === "POST" ? `{"votes":${counted}}` : `visited ${counted} times`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => server.close());

  async function recoveryFrom(
    strike: Fault["strike"],
    recoveryLimitMs: number,
  ): Promise<Outcome["recoveredMs"]> {
    const platform: Partial<Platform> = {
      url,
      redisCli: async () => "0",
      containers: async () => [],
      fetch: (path, init) => fetch(`${url}${path}`, init),
    };
    const options = { requestsPerSecond: 1000, recoveryLimitMs };
    const fault: Fault = { name: "a fault", lastsMs: 200, strike };
    return (await runTrial(platform as Platform, fault, options)).recoveredMs;
  }

  it("sees that what failed during a fault is well again", async () => {
    const fail = async (failed: boolean) => {
      failing = failed;
    };
    const strike = () => fail(true).then(() => () => fail(false));
    expect(await recoveryFrom(strike, 15_000)).to.be.above(0);
  });

  it("takes no answer of the fault's time for a recovery", async () => {
    const strike = async () => async () => {
      failing = true;
    };
    expect(await recoveryFrom(strike, 500)).to.equal(undefined);
  });
});
