import { expect } from "chai";
import { networkOf } from "../../../service/visitors/network.ts";

describe("networkOf", () => {
  for (const [address, network] of [
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["::FFFF:c000:207", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002:ffff::192.0.2.7", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::6", "2001:db8:1:3::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["", ""],
    ["a: b", "a: b"],
  ] as const) {
    it(`is ${network || "nothing"} of ${address || "no address"}`, () => {
      expect(networkOf(address)).to.equal(network);
    });
  }
});
