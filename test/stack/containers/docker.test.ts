import { expect } from "chai";
import { connectDocker, isNotFound } from "../../../stack/containers/docker.ts";

/** Where requests go; dockerode's type declarations leave it out. */
function targetOf(host: string): Record<string, unknown> {
  const modem = connectDocker(host).modem as unknown as Record<string, unknown>;
  const { socketPath, protocol, host: name, port, username } = modem;
  return { socketPath, protocol, name, port, username };
}

describe("connectDocker", () => {
  it("reaches an engine at a socket", () => {
    expect(targetOf("unix:///run/other.sock")).to.include({ socketPath: "/run/other.sock" });
  });

  it("reaches an engine at an address", () => {
    expect(targetOf("tcp://engine.example:2376")).to.include({ name: "engine.example", port: "2376" });
    expect(targetOf("tcp://engine.example")).to.include({ name: "engine.example", port: 2375 });
  });
});

describe("isNotFound", () => {
  it("knows the engine's answer that something does not exist", async () => {
    const missing = connectDocker().getContainer("tally-test-never-made").inspect();
    expect(await missing.then(() => false, isNotFound)).to.equal(true);
  });

  it("takes nothing else for it", () => {
    expect(isNotFound(Object.assign(new Error(), { statusCode: 409 }))).to.equal(false);
    expect(isNotFound(new Error("connect ENOENT"))).to.equal(false);
  });
});
