import { expect } from "chai";
import { type EngineSituation, planEngine } from "../../../../stack/machine/engine/plan.ts";
import type { Host } from "../../../../stack/machine/host.ts";

const bareDebian: Host = { platform: "linux", root: true, systemd: false, debian: true };
const bareMachine: EngineSituation = {
  answer: "no",
  reason: "connect ENOENT",
  address: "unix:///var/run/docker.sock",
  local: true,
  dockerd: false,
  iptables: false,
  host: bareDebian,
};
const stopped: EngineSituation = { ...bareMachine, dockerd: true, iptables: true };

describe("planEngine", () => {
  it("does nothing where the engine answers, whatever else is missing", () => {
    expect(planEngine({ ...bareMachine, answer: "yes", host: { ...bareDebian, root: false } })).to.deep.equal(
      [],
    );
  });

  it("installs and starts the engine on a bare Debian machine", () => {
    expect(planEngine(bareMachine)).to.deep.equal([
      {
        kind: "install",
        packages: ["docker.io", "iptables", "ca-certificates"],
        whereKnown: ["docker-cli"],
      },
      { kind: "start", through: "dockerd" },
    ]);
  });

  it("starts an installed engine through systemd where it runs the machine", () => {
    expect(planEngine({ ...stopped, host: { ...bareDebian, systemd: true } })).to.deep.equal([
      { kind: "start", through: "systemd" },
    ]);
  });

  it("installs iptables for an engine that lacks it", () => {
    expect(planEngine({ ...stopped, iptables: false })).to.deep.equal([
      { kind: "install", packages: ["iptables"], whereKnown: [] },
      { kind: "start", through: "dockerd" },
    ]);
  });

  it("starts an installed engine on a system without apt", () => {
    expect(planEngine({ ...stopped, host: { ...bareDebian, debian: false } })).to.deep.equal([
      { kind: "start", through: "dockerd" },
    ]);
  });

  it("names a remote engine that does not answer, and touches nothing here", () => {
    const remote = { ...stopped, address: "tcp://10.0.0.7:2376", local: false };
    expect(() => planEngine(remote)).to.throw(
      /No Docker engine answers at tcp:\/\/10\.0\.0\.7:2376 \(connect ENOENT\): .*DOCKER_HOST/,
    );
  });

  it("tells a user who may not use the socket how to be allowed", () => {
    const forbidden = { ...stopped, answer: "forbidden" } as const;
    expect(() => planEngine(forbidden)).to.throw(
      /may not use .*\/var\/run\/docker\.sock: .*usermod -aG docker/,
    );
  });

  const user = { ...bareDebian, root: false };
  const commands: [string, EngineSituation, string][] = [
    [
      "install it",
      { ...bareMachine, host: user },
      "sudo apt-get install docker.io iptables ca-certificates && sudo dockerd",
    ],
    ["start it", { ...stopped, host: user }, "sudo dockerd"],
    ["start its unit", { ...stopped, host: { ...user, systemd: true } }, "sudo systemctl start docker"],
  ];
  for (const [what, situation, command] of commands) {
    it(`tells a user who is not root how to ${what}`, () => {
      expect(() => planEngine(situation)).to.throw(
        `only root can start one: run "${command}", then this again.`,
      );
    });
  }

  it("says what to install where there is no apt", () => {
    const fedora = { ...bareDebian, debian: false };
    expect(() => planEngine({ ...bareMachine, host: fedora })).to.throw(
      /install Docker Engine \(https:\S+\), iptables and ca-certificates, start the engine and run this again/,
    );
    expect(() => planEngine({ ...stopped, iptables: false, host: fedora })).to.throw(
      /: install iptables, start/,
    );
  });

  it("asks for Docker Desktop where there is no Linux", () => {
    const mac: Host = { platform: "darwin", root: false, systemd: false, debian: false };
    expect(() => planEngine({ ...bareMachine, host: mac })).to.throw(/Docker Desktop/);
  });
});
