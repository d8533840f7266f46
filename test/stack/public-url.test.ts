import { expect } from "chai";
import { publicUrl } from "../../stack/public-url.ts";

const published = { listenAddress: "0.0.0.0", port: 5002 };

describe("publicUrl", () => {
  it("is that of http where TLS is off, and of https where it is on", () => {
    expect(publicUrl(published)).to.equal("http://localhost:5002");
    expect(publicUrl({ ...published, httpsPort: 5443 })).to.equal("https://localhost:5443");
  });

  it("names the address that the proxy listens on", () => {
    const listenAddress = "192.0.2.7";
    expect(publicUrl({ ...published, listenAddress, httpsPort: 5443 })).to.equal("https://192.0.2.7:5443");
  });

  for (const [listenAddress, url] of [
    ["::", "http://localhost:5002"],
    ["::1", "http://[::1]:5002"],
    ["2001:db8::7", "http://[2001:db8::7]:5002"],
  ] as const) {
    it(`is ${url} for a proxy that listens on ${listenAddress}`, () => {
      expect(publicUrl({ ...published, listenAddress })).to.equal(url);
      expect(new URL(url).port).to.equal("5002");
    });
  }
});
