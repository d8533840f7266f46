import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "chai";
import Koa from "koa";
import type { State } from "../../../service/context.ts";
import { noMetrics } from "../../../service/metrics/metrics.ts";
import { requestMetrics } from "../../../service/middleware/request-metrics.ts";
import { until } from "../../support/until.ts";
import { createTestApp } from "../test-app.ts";

describe("requestMetrics", () => {
  const requests: string[] = [];
  const metrics = {
    ...noMetrics,
    request(method: string, route: string, status: string, seconds: number) {
      expect(seconds).to.be.within(0, 5);
      requests.push(`${method} ${route} ${status}`);
    },
  };
  const { ask, counters } = createTestApp({ metrics });

  beforeEach(() => {
    requests.length = 0;
    counters.failure = undefined;
  });

  async function measured(request: PromiseLike<unknown>): Promise<readonly string[]> {
    await request;
    await until(() => requests.length > 0);
    return requests;
  }

  it("tells the pattern of a route, and no counter's name", async () => {
    const request = ask.get("/api/v1/counters/blog/post-1");
    expect(await measured(request)).to.deep.equal(["GET /api/v1/counters/:namespace/:key 404"]);
  });

  it("puts every path that a client makes up under one route", async () => {
    expect(await measured(ask.get("/wp-login.php"))).to.deep.equal(["GET none 404"]);
  });

  it("tells what failed", async () => {
    counters.failure = new Error("boom");
    expect(await measured(ask.get("/count"))).to.deep.equal(["GET /count 500"]);
  });

  it("tells a client that went away from one that got an answer", async () => {
    const app = new Koa<State>();
    app.use(requestMetrics(metrics));
    app.use(() => new Promise(() => {}));
    const server = app.listen(0);
    await once(server, "listening");
    const client = connect((server.address() as { port: number }).port);
    client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(server, "request");
    client.destroy();
    expect(await measured(Promise.resolve())).to.deep.equal(["GET none 499"]);
    server.close();
  });
});
