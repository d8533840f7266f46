import { expect } from "chai";
import { publicUrl } from "../../stack/public-url.ts";

const published = { listenAddress: "0.0.0.0", port: 5002, httpsPort: 5443, tls: "off" } as const;

describe("publicUrl", () => {
  it("is that of http where TLS is off, and of https where it is on", () => {
    expect(publicUrl(published)).to.equal("http://localhost:5002");
    expect(publicUrl({ ...published, tls: "files" })).to.equal("https://localhost:5443");
  });

  it("names the address that the proxy listens on", () => {
    const listenAddress = "192.0.2.7";
    expect(publicUrl({ ...published, listenAddress, tls: "files" })).to.equal("https://192.0.2.7:5443");
  });
});
