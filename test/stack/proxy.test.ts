import { expect } from "chai";
import { proxyContainerArgs, proxyDigest } from "../../stack/proxy.ts";

const args = {
  stack: "dev",
  labels: {},
  baseImage: "nginx",
  listenAddress: "0.0.0.0",
  port: 5002,
  cpus: 2,
  networks: [],
};

describe("proxyDigest", () => {
  it("changes with what replaces the proxy's container, TLS too", () => {
    const changes = [{}, { port: 5003 }, { httpsPort: 5443 }, { httpsPort: 5444 }, { cpus: 1 }];
    const digests = changes.map((change) => proxyDigest({ ...args, ...change }));
    expect(new Set(digests).size).to.equal(changes.length);
    expect(proxyDigest({ ...args })).to.equal(digests[0]);
  });
});

describe("proxyContainerArgs", () => {
  it("has room for the connections of TLS, and a port for them, where that is on", () => {
    const [off, on] = [args, { ...args, httpsPort: 5443 }].map((each) => proxyContainerArgs(each, "", ""));
    expect(off?.ports).to.have.length(1);
    expect(on?.ports).to.have.length(2);
    expect(Number(on?.memory)).to.be.above(Number(off?.memory));
  });
});
