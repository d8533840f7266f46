import { connect } from "node:net";
import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import { switchRoutes } from "../../nginx/switch.ts";
import { until } from "../support/until.ts";
import { givenNetwork } from "./given-network.ts";
import { latencyMs } from "./latency.ts";

const idle = 2000;

/** Connections of one client that begin a request and say no more; those that are closed come again. */
const halfHeaders = (port: number) => `
  const { connect } = require("node:net");
  const { hostname } = new URL(proxy);
  const go = () => connect(${port}, hostname, function () { this.write("GET / HTTP/1.1\\r\\nHost: tally\\r\\nX-Slow: "); })
    .on("error", () => undefined).on("close", () => setTimeout(go, 500)).resume();
  for (let n = 0; n < ${idle}; n += 1) go();`;

/** Bodies of which the last byte never comes. */
const endlessBodies = `
  const { request } = require("node:http");
  const megabytes = Buffer.alloc(5 << 20);
  for (let n = 0; n < 2; n += 1) {
    const headers = { "Content-Length": megabytes.length + 1 };
    request(proxy, { method: "POST", headers }).on("error", () => undefined).write(megabytes);
  }`;

describe("clients that never end their headers", function () {
  this.timeout(60_000);
  const given = givenNetwork();

  async function useTimeout(timeoutSeconds: number, maxBodyKilobytes = 64): Promise<void> {
    const limit = { requestsPerSecond: 1000, burst: 2000, connections: 1000 };
    const clients = { limit, maxHeaderKilobytes: 32, timeoutSeconds, trustedProxies: [] };
    const settings = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes, clients };
    await switchRoutes(given.network.proxy, {
      routes: renderRoutes([given.upstream], settings),
      release: "new",
    });
  }

  /** How many connections to a port of the proxy's are open. */
  async function connectionsTo(port: number): Promise<number> {
    const hexadecimal = port.toString(16).toUpperCase().padStart(4, "0");
    const { output } = await given.network.proxy.run(
      `cat /proc/net/tcp | grep -c '^ *[0-9]*: [0-9A-F]*:${hexadecimal} [^ ]* 01 '; true`,
    );
    return Number(output);
  }

  it("are cut off in the time that is set", async () => {
    await useTimeout(1);
    const startedAt = performance.now();
    const socket = connect(Number(new URL(given.network.url).port), "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: tally\r\nX-Slow: ");
    // A piece now and then is no header either.
    const dripping = setInterval(() => socket.write("x"), 200);
    await new Promise((resolve) => socket.once("error", resolve).once("close", resolve).resume());
    clearInterval(dripping);
    expect(performance.now() - startedAt).to.be.within(900, 10_000);
  });

  it(`do not slow the others by three times, though one has ${idle} connections`, async () => {
    await useTimeout(15);
    let best = Number.POSITIVE_INFINITY;
    // What else the machine does shows in single rounds.
    for (let round = 0; round < 5 && best > 3; round += 1) {
      const quietMs = await latencyMs(given.network, 80);
      const client = await given.network.startClient(halfHeaders(8080));
      await until(async () => (await connectionsTo(8080)) >= idle, 20_000);
      best = Math.min(best, (await latencyMs(given.network, 80)) / quietMs);
      expect(await connectionsTo(8080)).to.be.at.least(idle);
      await client.remove({ force: true });
    }
    expect(best).to.be.at.most(3);
  });

  it("take no room with their bodies from what a switch of the routes writes to", async () => {
    await useTimeout(15, 65_536);
    const room = async (path: string) =>
      Number((await given.network.proxy.run(`df -Pk ${path} | awk 'END {print $4}'`)).output);
    const [bodies, others] = [await room("/bodies"), await room("/tmp")];
    await given.network.startClient(endlessBodies);
    await until(async () => (await room("/bodies")) < bodies - 8000, 20_000);
    expect(await room("/tmp")).to.equal(others);
  });

  it("would keep the others out of a proxy that has room for fewer", async () => {
    const script = `cd /tmp && ports='s/\\b8080/8090/; s/\\b8081/8091/'
      sed "$ports" /etc/nginx/routes/current.conf > few-routes.conf
      sed "$ports; s/nginx.pid/few.pid/; s/worker_connections .*;/worker_connections 512;/
           s|/etc/nginx/routes/current.conf|/tmp/few-routes.conf|" /etc/nginx/nginx.conf > few.conf
      nginx -c /tmp/few.conf`;
    const { exitCode, output } = await given.network.proxy.run(script);
    expect(exitCode, output).to.equal(0);
    const ask = async () =>
      (await given.network.proxy.run("curl -so /dev/null -m 2 -w '%{http_code}' http://127.0.0.1:8090/"))
        .output;
    expect(await ask()).to.equal("200");
    await given.network.startClient(halfHeaders(8090));
    await until(async () => (await ask()) === "000", 20_000);
  });
});
