import { expect } from "chai";
import { aptEnvironment, aptInstallArgs, aptUpdateArgs, knownPackages } from "../../../stack/machine/apt.ts";

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

describe("knownPackages", () => {
  const policy = (name: string, candidate: string) =>
    `${name}:\n  Installed: (none)\n  Candidate: ${candidate}\n  Version table:\n     1.0 500\n        500 http://mirror.example\n`;

  it("has those that apt could install", () => {
    const output = policy("docker-cli", "26.1.5+dfsg1-9+b4") + policy("virtual", "(none)");
    expect(knownPackages(output, ["docker-cli", "virtual", "unknown"])).to.deep.equal(["docker-cli"]);
  });

  it("has none where apt says nothing", () => {
    expect(knownPackages("", ["docker-cli"])).to.deep.equal([]);
  });
});
