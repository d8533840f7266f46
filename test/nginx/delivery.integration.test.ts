import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import { deliverRoutesScript, serveRoutesScript } from "../../nginx/scripts.ts";
import type { RoutesSettings } from "../../nginx/settings.ts";
import { createPair } from "../support/certificates.ts";
import { askHttps } from "../support/https.ts";
import { until } from "../support/until.ts";
import { givenNetwork } from "./given-network.ts";

const addresses = "/tmp/replicas.conf";
const folder = "/etc/nginx/routes";

/** Both scripts of a node of a Swarm, on one proxy, without a Swarm. */
describe("the delivery of routes to a node", function () {
  this.timeout(30_000);
  const given = givenNetwork(({ network, upstream }) => {
    // Runs as long as the container, in which nginx runs already.
    void network.proxy.run(serveRoutesScript, upstream.name, "8000", "sleep", "infinity").catch(() => {});
  });

  const inProxy = async (script: string, ...args: string[]) =>
    (await given.network.proxy.run(script, ...args)).output;
  const put = (path: string, text: string) => inProxy('printf "%s" "$2" > "$1"', path, text);
  const routes = (settings: Partial<RoutesSettings> = {}) =>
    renderRoutes([{ name: given.upstream.name, addresses }], {
      servicePort: 8000,
      requestTimeoutSeconds: 30,
      maxBodyKilobytes: 64,
      ...settings,
    });

  /** What the delivery says when it ends, which one that goes well does not do. */
  async function deliver(
    text: string,
    ...pair: string[]
  ): Promise<{ exitCode: number; output: string } | undefined> {
    await inProxy("rm -f /tmp/applied");
    await put("/tmp/routes.conf", text);
    const ended = given.network.proxy.run(deliverRoutesScript, "/tmp/routes.conf", ...pair);
    return await Promise.race([ended, applied().then(() => undefined)]);
  }
  const applied = () => until(async () => (await inProxy("ls /tmp/applied 2> /dev/null")) !== "");

  it("makes them the ones that nginx serves, by a reload", async () => {
    const before = await given.network.workers();
    expect((await given.network.ask()).status).to.equal(503);
    expect(await deliver(routes())).to.equal(undefined);
    // Until then, a worker from before may take a request.
    await until(async () => (await given.network.workers()).every((worker) => !before.includes(worker)));
    expect(await (await given.network.ask()).json()).to.include({ release: "new" });
  });

  it("notes the replicas' addresses, which serve until nginx has asked for them", async () => {
    expect(await inProxy(`cat ${addresses}`)).to.equal(
      `server ${given.upstream.address}:8000 max_fails=0 backup;`,
    );
  });

  it("keeps the routes before when nginx refuses new ones, and says what nginx said", async () => {
    for (const _ of ["once", "again"]) {
      const { exitCode, output } = (await deliver("nonsense;\n")) ?? {};
      expect(exitCode).to.equal(1);
      expect(output).to.match(/refused .*unknown directive "nonsense"/s);
      expect(await inProxy(`cat ${folder}/current.conf`)).to.equal(routes().trimEnd());
      expect((await given.network.ask()).status).to.equal(200);
    }
  });

  it("has routes tested again that were refused for a reason that has passed", async () => {
    const { certificate, key } = createPair();
    const text = routes({ tls: { pair: "pair-late.pem", httpsPort: given.network.httpsPort, hsts: false } });
    expect((await deliver(text))?.output).to.match(/refused .*pair-late.pem/s);
    await put(`${folder}/pair-late.pem`, certificate + key);
    expect(await deliver(text)).to.equal(undefined);
    expect(await inProxy(`cat ${folder}/current.conf`)).to.equal(text.trimEnd());
  });

  it("delivers the pair with the routes that need it, and removes the one before", async () => {
    for (const name of ["pair-one.pem", "pair-two.pem"]) {
      const { certificate, key } = createPair();
      await put(`/tmp/${name}`, certificate + key);
      const tls = { pair: name, httpsPort: given.network.httpsPort, hsts: false };
      expect(await deliver(routes({ tls }), `/tmp/${name}`)).to.equal(undefined);
      await until(async () => (await inProxy(`cd ${folder}; ls pair-*`)) === name);
      expect(await inProxy(`stat -c %a ${folder}/${name}`)).to.equal("600");
      const options = { port: given.network.httpsPort, ca: certificate };
      await until(async () => (await askHttps(options).catch(() => undefined))?.status === 200);
    }
  });

  it("fails where the pair cannot be written, and leaves the one that is there", async () => {
    await inProxy(`mkdir -p /tmp/gone; cd ${folder}; cp pair-two.pem /tmp/before`);
    const { exitCode, output } = (await deliver(routes(), "/tmp/gone/pair-two.pem")) ?? {};
    expect(exitCode).to.equal(1);
    expect(output).to.match(/No such file/);
    expect((await given.network.proxy.run(`cmp /tmp/before ${folder}/pair-two.pem`)).output).to.equal("");
  });
});
