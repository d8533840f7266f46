import { expect } from "chai";
import { freePort } from "../support/free-port.ts";
import {
  containersOf,
  labelsOf,
  networksOf,
  ofType,
  type Recording,
  recordPrograms,
  runProgram,
  theOnly,
} from "./recorded-program.ts";

describe("the program", function () {
  this.timeout(30_000);
  let port: number;
  let recording: Recording;
  let single: Recording;
  let secured: Recording;
  let tlsPort: number;

  before(async () => {
    port = await freePort();
    const few = { replicas: 1, cpus: 0.5, memory: 100, gateTimeout: 9, keepReleases: 7 };
    tlsPort = await freePort();
    const tls = { tls: "self-signed", httpsPort: tlsPort };
    const clients = { rateLimit: "off", trustedProxies: "10.0.0.0/8, 192.0.2.1" };
    [recording, single, secured] = (await recordPrograms([
      { stack: "here", settings: { replicas: 4, port, listenAddress: "127.0.0.1" } },
      { settings: few },
      { stack: "secured", settings: { ...tls, ...clients } },
    ])) as [Recording, Recording, Recording];
  });

  it("publishes the proxy at the configured address and port", () => {
    const [proxy] = containersOf(recording, "proxy");
    expect(proxy?.inputs.ports).to.deep.equal([{ internal: 8080, external: port, ip: "127.0.0.1" }]);
    expect(recording.outputs.url).to.equal(`http://127.0.0.1:${port}`);
    expect(single.outputs.url).to.match(/^http:\/\/localhost:\d+$/);
  });

  it("gives every output a value, of which Pulumi would warn otherwise", () => {
    expect(Object.keys(recording.outputs)).to.have.members([
      "url",
      "release",
      "replicas",
      "upstream",
      "ownerKey",
    ]);
    expect(Object.values(recording.outputs)).not.to.include(undefined);
  });

  it("publishes a port for TLS beside it, where that is on", () => {
    const [proxy] = containersOf(secured, "proxy");
    const [httpPort, httpsPort] = proxy?.inputs.ports ?? [];
    expect(httpPort).to.include({ internal: 8080 });
    expect(httpsPort).to.deep.equal({ internal: 8443, external: tlsPort, ip: "0.0.0.0" });
    expect(secured.outputs.url).to.equal(`https://localhost:${tlsPort}`);
    const { certificate, settings } = theOnly(secured, "routes").inputs;
    expect(certificate).to.deep.equal({
      kind: "self-signed",
      names: "DNS:localhost,IP:127.0.0.1,IP:::1",
    });
    expect(settings.tls).to.deep.equal({ pair: "self-signed.pem", httpsPort: tlsPort, hsts: false });
    expect(theOnly(recording, "routes").inputs).to.not.have.property("certificate");
  });

  it("hands the limits of clients to the routes", () => {
    expect(theOnly(recording, "routes").inputs.settings.clients).to.deep.equal({
      limit: { requestsPerSecond: 1000, burst: 2000, connections: 1000 },
      maxHeaderKilobytes: 32,
      timeoutSeconds: 15,
      trustedProxies: [],
    });
    expect(theOnly(secured, "routes").inputs.settings.clients).to.deep.equal({
      maxHeaderKilobytes: 32,
      timeoutSeconds: 15,
      trustedProxies: ["10.0.0.0/8", "192.0.2.1"],
    });
  });

  it("keeps Redis away from the proxy", () => {
    const [proxy] = containersOf(recording, "proxy");
    const [redis] = containersOf(recording, "redis");
    expect(proxy && networksOf(proxy)).to.have.members(["tally-here-public", "tally-here-front"]);
    expect(redis && networksOf(redis)).to.deep.equal(["tally-here-back"]);
  });

  it("lets replicas reach the proxy and Redis, and nothing else", () => {
    for (const replica of containersOf(recording, "service")) {
      expect(networksOf(replica)).to.have.members(["tally-here-front", "tally-here-back"]);
    }
    expect(theOnly(recording, "network", "tally-here-public").inputs.internal).to.equal(false);
    expect(theOnly(recording, "network", "tally-here-front").inputs.internal).to.equal(true);
    expect(theOnly(recording, "network", "tally-here-back").inputs.internal).to.equal(true);
  });

  it("marks the volumes of counts, backups and secrets, and no other, to outlive the stack", () => {
    const retained = ofType(recording, "volume").filter(({ inputs }) => labelsOf(inputs)["tally.retain"]);
    expect(retained.map(({ inputs }) => inputs.name)).to.have.members([
      "tally-here-redis-data",
      "tally-here-backups",
      "tally-here-secrets",
    ]);
    for (const { options, inputs } of retained) {
      expect(options.retainOnDelete).to.equal(true);
      expect(labelsOf(inputs), "whichever engine takes it over").not.to.have.property("tally.engine");
    }
    const [redis] = containersOf(recording, "redis");
    expect(redis?.inputs.volumes[0].volumeName).to.equal("tally-here-redis-data");
  });

  it("never lets two processes write to the volume of the counts", () => {
    expect(containersOf(recording, "redis")[0]?.options.deleteBeforeReplace).to.equal(true);
  });

  it("starts a new replica before an old one is removed", () => {
    for (const { options } of containersOf(recording, "service")) {
      expect(options.deleteBeforeReplace).to.not.equal(true);
    }
  });

  it("registers as many replicas as are configured, each under its release", () => {
    const names = (of: Recording) => containersOf(of, "service").map(({ inputs }) => inputs.name);
    const release = recording.outputs.release;
    expect(names(recording)).to.have.members([1, 2, 3, 4].map((n) => `tally-here-service-${release}-${n}`));
    expect(names(single)).to.deep.equal([`tally-unmade-service-${single.outputs.release}-1`]);
  });

  it("gives replicas the configured limits", () => {
    expect(containersOf(single, "service")[0]?.inputs).to.include({ cpus: "0.5", memory: 100 });
  });

  it("tells every replica its name and its release", () => {
    for (const { inputs } of containersOf(recording, "service")) {
      expect(inputs.envs).to.include.members([
        `REPLICA=${inputs.name}`,
        `RELEASE=${recording.outputs.release}`,
      ]);
      expect(labelsOf(inputs)).to.include({
        "tally.replica": inputs.name,
        "tally.release": recording.outputs.release,
      });
    }
  });

  it("routes to exactly the replicas that it registers", () => {
    for (const each of [recording, single]) {
      const names = containersOf(each, "service").map(({ inputs }) => inputs.name);
      expect(theOnly(each, "routes").inputs.replicas).to.have.members(names).and.have.length(names.length);
      expect(each.outputs.replicas).to.have.members(names);
      const upstream = [...String(each.outputs.upstream).matchAll(/server ([\w-]+):8000/g)];
      expect(upstream.map(([, name]) => name)).to.have.members(names);
    }
  });

  it("hands the gate's settings to the routes", () => {
    const { proxy, network, gateTimeoutSeconds, keepReleases } = theOnly(single, "routes").inputs;
    expect({ proxy, network, gateTimeoutSeconds, keepReleases }).to.deep.equal({
      proxy: "tally-unmade-proxy",
      network: "tally-unmade-front",
      gateTimeoutSeconds: 9,
      keepReleases: 7,
    });
  });

  it("switches routes only when all replicas and the proxy are there", () => {
    const containers = [...containersOf(recording, "service"), ...containersOf(recording, "proxy")];
    const { madeBefore } = theOnly(recording, "routes");
    expect(madeBefore).to.include.members(containers.map(({ name }) => name));
  });

  it("limits the processes of every container before visitors are let in", () => {
    const { madeBefore, inputs } = theOnly(recording, "processLimits");
    const containers = ofType(recording, "container");
    expect(Object.keys(inputs.limits)).to.have.members(containers.map(({ inputs }) => inputs.name));
    expect(madeBefore).to.include.members(containers.map(({ name }) => name));
    expect(theOnly(recording, "routes").madeBefore).to.include("process-limits");
  });

  it("starts replicas only when Redis is there, which makes the password", () => {
    for (const { madeBefore } of containersOf(recording, "service")) expect(madeBefore).to.include("redis");
  });

  it("calls every Docker object after its stack", () => {
    const docker = recording.registrations.filter(({ type }) => type.startsWith("docker:"));
    for (const { inputs } of docker) expect(inputs.name ?? inputs.imageName).to.match(/^tally-here-/);
  });

  it("registers nothing when the configuration is wrong", async () => {
    const { problem, registrations } = await runProgram({ settings: { replicas: 0, cpuz: 1 } });
    expect(problem).to.match(/tally:replicas[\s\S]*tally:cpuz/);
    expect(registrations.filter(({ custom }) => custom)).to.deep.equal([]);
  });
});
