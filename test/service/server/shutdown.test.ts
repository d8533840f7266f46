import { once } from "node:events";
import { Agent, get, type IncomingMessage, type RequestListener, Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { TimeLimitExceeded } from "../../../service/errors.ts";
import { trackConnections } from "../../../service/server/connections.ts";
import { createDrain } from "../../../service/server/drain.ts";
import { longestStopMs, type ShutdownArgs, shutDown } from "../../../service/server/shutdown.ts";
import { stopGraceSeconds } from "../../../stack/containers/container-args.ts";
import { until } from "../../support/until.ts";
import { createKeptLog } from "../log-lines.ts";

describe("shutDown", () => {
  const agent = new Agent({ keepAlive: true });
  let server: Server;

  afterEach(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });

  async function serve(listener: RequestListener, args: Partial<ShutdownArgs> = {}) {
    server = new Server(listener);
    const connections = trackConnections(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { log, lines } = createKeptLog();
    const steps: string[] = [];
    const counting = { settled: async () => void steps.push("last batch") };
    const redis = { disconnect: () => void steps.push("Redis closed") };
    server.once("close", () => steps.push("server closed"));
    const drain = createDrain();
    return {
      drain,
      steps,
      said: (message: string) => lines.some(({ msg }) => msg === message),
      stop: () => shutDown({ server, connections, drain, counting, redis, drainMs: 5000, log, ...args }),
    };
  }

  async function ask(): Promise<IncomingMessage> {
    const { port } = server.address() as { port: number };
    const [response] = await once(get({ host: "127.0.0.1", port, agent }), "response");
    response.resume();
    return response;
  }

  it("stops at once when nobody has been there, in order", async () => {
    const { stop, drain, steps } = await serve(() => {});
    const startMs = performance.now();
    await stop();
    expect(performance.now() - startMs).to.be.below(500);
    expect(drain.begun).to.equal(true);
    expect(steps).to.deep.equal(["server closed", "last batch", "Redis closed"]);
  });

  it("goes on answering while a connection is open, and for a quiet second after", async () => {
    const { stop, said } = await serve((_, response) => response.end("ok"));
    await ask();
    const stopped = stop();
    expect((await ask()).statusCode).to.equal(200);
    expect(said("closing")).to.equal(false);
    agent.destroy();
    const goneMs = performance.now();
    await stopped;
    expect(performance.now() - goneMs).to.be.within(900, 3000);
  });

  it("serves on for drainLeastMs though nobody has been there, as somebody may be told of it still", async () => {
    const { stop } = await serve((_, response) => response.end("ok"), { drainLeastMs: 1500 });
    const startMs = performance.now();
    const stopped = stop();
    await until(() => performance.now() - startMs > 1200);
    expect((await ask()).statusCode).to.equal(200);
    agent.destroy();
    await stopped;
    expect(performance.now() - startMs).to.be.at.least(2200);
  });

  it("waits no longer than drainMs for an idle connection", async () => {
    const { stop } = await serve((_, response) => response.end("ok"), { drainMs: 100 });
    await ask();
    const startMs = performance.now();
    await stop();
    expect(performance.now() - startMs).to.be.within(90, 900);
  });

  it("waits for a request in flight after drainMs", async () => {
    const held = Promise.withResolvers<void>();
    const { stop, steps, said } = await serve(
      async (_, response) => {
        await held.promise;
        response.setHeader("Connection", "close").end("late");
      },
      { drainMs: 50 },
    );
    const answer = ask();
    await once(server, "request");
    const stopped = stop();
    await until(() => said("closing"));
    expect(steps).to.deep.equal([]);
    held.resolve();
    expect((await answer).statusCode).to.equal(200);
    await stopped;
    expect(steps).to.deep.equal(["server closed", "last batch", "Redis closed"]);
  });

  it("gives a request in flight what is left of the longest stop, and its batch a grace", async () => {
    const held = Promise.withResolvers<void>();
    const settled = async () => void (await sleep(100));
    const graceMs = 2000;
    const { stop } = await serve(
      async (_, response) => {
        // What has begun before the drain keeps its connection.
        response.write("begun");
        await held.promise;
        response.end("ended");
      },
      { drainMs: 20, graceMs, counting: { settled } },
    );
    const answer = await ask();
    const stopped = stop();
    await sleep(graceMs + 100);
    held.resolve();
    const startMs = performance.now();
    await stopped;
    expect(performance.now() - startMs).to.be.at.least(90);
    expect(answer.complete).to.equal(true);
  });

  it("lets an answer go out that its client reads slowly", async () => {
    const { stop } = await serve((_, response) => void response.end(Buffer.alloc(16 * 1024 * 1024)), {
      drainMs: 20,
    });
    const { port } = server.address() as AddressInfo;
    const [response] = (await once(get({ host: "127.0.0.1", port, agent }), "response")) as [IncomingMessage];
    const stopped = stop();
    await sleep(200);
    const { length } = Buffer.concat(await response.toArray());
    expect(length).to.equal(16 * 1024 * 1024);
    await stopped;
  });

  it("does not wait as long for a connection on which nothing is asked", async () => {
    const { stop } = await serve(() => {}, { drainMs: 20, graceMs: 30 });
    const { port } = server.address() as AddressInfo;
    const silent = connect(port);
    await once(server, "connection");
    const startMs = performance.now();
    expect(await stop().catch((error) => error.message)).to.equal("Stopped before everything was finished");
    expect(performance.now() - startMs).to.be.within(50, 900);
    silent.destroy();
  });

  it("is over before the stack kills its container", () => {
    const spareMs = stopGraceSeconds * 1000 - longestStopMs;
    expect(spareMs).to.be.within(2000, 10_000);
  });

  it("gives up a request that does not end", async () => {
    const { stop, steps } = await serve(() => {}, { drainMs: 20, graceMs: 30, mostMs: 60 });
    ask().catch(() => {});
    await once(server, "request");
    const error = await stop().catch((error) => error);
    expect(error.message).to.equal("Stopped before everything was finished");
    expect(error.cause).to.be.instanceOf(TimeLimitExceeded);
    expect(steps).to.deep.equal([]);
  });
});
