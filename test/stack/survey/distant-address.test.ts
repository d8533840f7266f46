import { expect } from "chai";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { distantAddress } from "../../../stack/survey/distant-address.ts";

describe("distantAddress", () => {
  const find = (engine: string, listenAddress = "0.0.0.0") =>
    distantAddress(connectDocker(engine), { listenAddress });

  for (const [engine, address] of [
    ["tcp://10.0.0.5:2375", "10.0.0.5"],
    ["ssh://root@engine.example", "engine.example"],
    ["tcp://[2001:db8::5]:2375", "2001:db8::5"],
    ["unix:///var/run/docker.sock", undefined],
    ["tcp://127.0.0.1:2375", undefined],
    ["tcp://localhost:2375", undefined],
    ["tcp://[::1]:2375", undefined],
  ] as const) {
    it(`is ${address ?? "nothing"} for ${engine}`, () => {
      expect(find(engine)).to.equal(address);
    });
  }

  it("is what the configuration says, where that names an address", () => {
    expect(find("tcp://10.0.0.5:2375", "192.0.2.7")).to.equal(undefined);
    expect(find("tcp://10.0.0.5:2375", "::")).to.equal("10.0.0.5");
  });
});
