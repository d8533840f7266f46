import { expect } from "chai";
import { findDebianMirror, findProxies } from "../../../../stack/machine/images/apt-settings.ts";

describe("findDebianMirror", () => {
  it("takes the machine's own mirror of the main archive", () => {
    const targets = [
      "Example|node|https://packages.example/node/",
      "Debian|Debian-Security|http://mirror.example/debian-security/",
      "Debian|Debian|http://mirror.example/debian/",
      "Debian|Debian|http://other.example/debian/",
    ].join("\n");
    expect(findDebianMirror(targets)).to.equal("http://mirror.example/debian/");
  });

  it("finds none on Ubuntu, on a disc and where no lists are there", () => {
    expect(findDebianMirror("Ubuntu|Ubuntu|http://mirror.example/ubuntu/")).to.equal(undefined);
    expect(findDebianMirror("Debian|Debian|cdrom://[Debian 12]/")).to.equal(undefined);
    expect(findDebianMirror("")).to.equal(undefined);
  });
});

describe("findProxies", () => {
  it("turns apt's proxies into environment variables", () => {
    const dump = [
      'Acquire::http "";',
      'Acquire::http::Proxy "http://proxy.example:3128";',
      'Acquire::https::proxy "http://proxy.example:3129";',
      'Acquire::http::Proxy::direct.example "DIRECT";',
    ].join("\n");
    expect(findProxies(dump)).to.deep.equal({
      http_proxy: "http://proxy.example:3128",
      https_proxy: "http://proxy.example:3129",
    });
  });

  it("finds none where apt goes straight", () => {
    expect(findProxies('Acquire::http "";\nAcquire::http::Proxy "";\n')).to.deep.equal({});
  });
});
