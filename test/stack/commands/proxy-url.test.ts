import { expect } from "chai";
import type Docker from "dockerode";
import { findProxyUrl } from "../../../stack/commands/proxy-url.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { failureOf } from "../../support/failure.ts";

/** An engine whose proxy is published so. */
function engineWith(HostIp: string, host?: string, tls = false): Docker {
  const PortBindings = {
    "8080/tcp": [{ HostIp, HostPort: "5002" }],
    ...(tls && { "8443/tcp": [{ HostIp, HostPort: "5443" }] }),
  };
  const container = { inspect: async () => ({ HostConfig: { PortBindings } }) };
  return { modem: { host }, getContainer: () => container } as unknown as Docker;
}

describe("findProxyUrl", () => {
  for (const [listening, url] of [
    ["0.0.0.0", "http://127.0.0.1:5002"],
    ["::", "http://127.0.0.1:5002"],
    ["", "http://127.0.0.1:5002"],
    ["192.0.2.7", "http://192.0.2.7:5002"],
    ["2001:db8::7", "http://[2001:db8::7]:5002"],
  ] as const) {
    it(`is ${url} for a proxy that listens on ${listening || "whatever Docker chooses"}`, async () => {
      expect(await findProxyUrl(engineWith(listening), "dev")).to.equal(url);
    });
  }

  it("is on the engine's host where that is elsewhere", async () => {
    expect(await findProxyUrl(engineWith("0.0.0.0", "engine.example"), "dev")).to.equal(
      "http://engine.example:5002",
    );
  });

  it("is where TLS is spoken, if it is", async () => {
    expect(await findProxyUrl(engineWith("0.0.0.0", undefined, true), "dev")).to.equal(
      "https://127.0.0.1:5443",
    );
  });

  it("says how to get a proxy that is not there", async () => {
    expect(await failureOf(findProxyUrl(connectDocker(), "never-made"))).to.equal(
      'stack "never-made" is not up; npm run up -- --stack never-made takes it there',
    );
  });
});
