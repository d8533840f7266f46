import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import { reloadScript } from "../../nginx/scripts.ts";
import { switchRoutes } from "../../nginx/switch.ts";
import { until } from "../support/until.ts";
import { givenNetwork } from "./given-network.ts";
import { holdRequest } from "./held-request.ts";
import { openStream } from "./open-stream.ts";

const settings = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 64 };

describe("the reload", function () {
  this.timeout(30_000);
  const given = givenNetwork(async ({ network, upstream }) => {
    await switchRoutes(network.proxy, {
      routes: renderRoutes([upstream], settings),
      release: "new",
    });
  });

  const reload = (startSeconds: number, drainSeconds: number) =>
    given.network.proxy.run(reloadScript, String(startSeconds), String(drainSeconds));

  it("closes no connection at once that clients may still use, as they are told", async () => {
    const response = await fetch(given.network.url);
    const [, told] = /^timeout=(\d+)$/.exec(response.headers.get("keep-alive") ?? "") ?? [];
    const { output } = await given.network.proxy.run("nginx -T 2>/dev/null | grep keepalive_min_timeout");
    const [, kept] = /keepalive_min_timeout (\d+)s;/.exec(output) ?? [];
    expect(Number(told)).to.be.within(1, Number(kept) / 2);
  });

  it("ends when every worker has made way for a new one", async () => {
    const before = await given.network.workers();
    expect(await reload(15, 75)).to.deep.equal({ exitCode: 0, output: "" });
    const after = await given.network.workers();
    expect(after).to.have.length(before.length);
    for (const worker of after) expect(before).to.not.include(worker);
  });

  it("says that old workers are still there, and they answer what they have begun", async () => {
    const held = await holdRequest(given.network, given.upstream, "new");
    const { exitCode, output } = await reload(15, 1);
    expect(exitCode).to.equal(1);
    expect(output).to.match(/workers of the old configuration are still there after 1 s/);
    await held.letGo();
    expect((await held.answer).status).to.equal(200);
  });

  it("waits in vain for a stream that nobody ends", async () => {
    const stream = await openStream(given.network);
    const { exitCode, output } = await reload(15, 2);
    expect(exitCode).to.equal(1);
    expect(output).to.match(/workers of the old configuration are still there after 2 s/);
    await given.upstream.endStreams();
    expect(await stream.rest).to.equal("");
    await until(async () => (await given.network.workers()).length === 1);
  });

  it("says that nginx did not take a configuration", async () => {
    const { output: routes } = await given.network.proxy.run("cat /etc/nginx/routes/current.conf");
    await given.network.proxy.run("echo nonsense > /etc/nginx/routes/current.conf");
    const { exitCode, output } = await reload(1, 75);
    await given.network.proxy.run('printf "%s\n" "$1" > /etc/nginx/routes/current.conf', routes);
    expect(exitCode).to.equal(1);
    expect(output).to.match(/started no worker with the new configuration within 1 s/);
    expect((await given.network.ask()).status).to.equal(200);
  });
});
