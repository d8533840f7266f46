import { expect } from "chai";
import { aptEnvironment, aptInstallArgs, aptUpdateArgs } from "../../../stack/machine/apt.ts";

describe("apt-get's arguments", () => {
  it("install without recommended packages and without a question", () => {
    expect(aptInstallArgs(["docker.io", "iptables"]).join(" ")).to.equal(
      "install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 " +
        "-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold docker.io iptables",
    );
    expect(aptEnvironment).to.include({ DEBIAN_FRONTEND: "noninteractive" });
  });

  it("wait for another apt while updating", () => {
    expect(aptUpdateArgs()).to.deep.equal(["update", "-o", "DPkg::Lock::Timeout=300"]);
  });
});
