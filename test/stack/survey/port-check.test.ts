import { expect } from "chai";
import type Docker from "dockerode";
import { refuseTakenPort } from "../../../stack/survey/port-check.ts";
import { failureOf } from "../../support/failure.ts";

/** What somebody publishes at port 5002, as in `shop 0.0.0.0 tcp`; a proxy, unless another role follows. */
function engineOf(...holders: string[]) {
  const containers = holders.map((holder) => {
    const [stack = "", IP, Type, role = "proxy"] = holder.split(" ");
    const Ports = [{ IP, PrivatePort: 80, PublicPort: 5002, Type }];
    return { Id: stack, Names: [`/${stack}`], Labels: { "tally.stack": stack, "tally.role": role }, Ports };
  });
  // Of another machine, where nothing can be listened to.
  return { modem: {}, listContainers: async () => containers };
}

const asDocker = (engine: object) => engine as unknown as Docker;
const wanted = { stack: "own", role: "proxy", port: 5002, key: "port" } as const;

function check(listenAddress: string, ...holders: string[]): Promise<void> {
  return refuseTakenPort(asDocker(engineOf(...holders)), { ...wanted, listenAddress });
}

describe("refuseTakenPort", () => {
  for (const [listenAddress, holder] of [
    ["192.0.2.1", "shop 192.0.2.1 tcp"],
    ["192.0.2.1", "shop 0.0.0.0 tcp"],
    ["192.0.2.1", "shop :: tcp"],
    ["0.0.0.0", "shop 192.0.2.1 tcp"],
    ["::", "shop 192.0.2.1 tcp"],
  ] as const) {
    it(`refuses ${listenAddress} beside ${holder}`, async () => {
      expect(await failureOf(check(listenAddress, holder))).to.equal(
        "tally:port is 5002, which container shop already publishes; choose another port",
      );
    });
  }

  it("takes a port that others have on another address, or by UDP", async () => {
    await check("192.0.2.1", "shop 192.0.2.2 tcp", "names 0.0.0.0 udp");
  });

  it("takes the one that the stack has, whoever else is there", async () => {
    await check("0.0.0.0", "shop 192.0.2.1 tcp", "own 0.0.0.0 tcp");
  });

  it("refuses one that another container of the stack's has", async () => {
    const failure = await failureOf(check("0.0.0.0", "own 127.0.0.1 tcp prometheus"));
    expect(failure).to.match(/which container own already publishes/);
  });

  it("refuses an address that the host does not have, wherever the stack is", async () => {
    const here = asDocker({ ...engineOf("own 0.0.0.0 tcp"), modem: { socketPath: "/var/run/docker.sock" } });
    expect(await failureOf(refuseTakenPort(here, { ...wanted, listenAddress: "192.0.2.1" }))).to.equal(
      "tally:listenAddress is 192.0.2.1, which is no address of this host",
    );
    await refuseTakenPort(here, { ...wanted, listenAddress: "127.0.0.1" });
  });

  it("refuses to go where others are from where the stack is", async () => {
    expect(await failureOf(check("0.0.0.0", "own 127.0.0.1 tcp", "shop 192.0.2.1 tcp"))).to.match(/shop/);
    await check("0.0.0.0", "own 127.0.0.1 tcp");
  });
});
