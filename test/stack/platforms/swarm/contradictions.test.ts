import { expect } from "chai";
import { parseStackConfig } from "../../../../stack/config/config.ts";
import { parse, problemsOf } from "../../config/parsed-config.ts";

const swarm = { platform: "swarm", registry: "registry.example/tally" };

describe("the configuration of a Swarm", () => {
  it("needs a registry", () => {
    expect(problemsOf({ platform: "swarm" })).to.have.length(1);
    expect(problemsOf({ platform: "swarm" })[0]).to.match(/tally:platform swarm needs tally:registry: .+/);
    expect(problemsOf(swarm)).to.deep.equal([]);
  });

  it("names every key that only one machine knows, and what to do in its place", () => {
    const machineOnly = {
      listenAddress: "127.0.0.1",
      monitoring: "on",
      monitoringPort: "9091",
      grafanaPort: "3001",
      prometheusImage: "prom",
      grafanaImage: "grafana",
      healthStartPeriod: "5",
      release: "latest",
      keepReleases: "2",
    };
    expect(problemsOf(machineOnly)).to.deep.equal([]);
    const problems = problemsOf({ ...swarm, ...machineOnly });
    expect(problems).to.have.length(Object.keys(machineOnly).length);
    for (const [index, key] of Object.keys(machineOnly).entries()) {
      expect(problems[index]).to.match(new RegExp(`^  - tally:${key} does not apply on a Swarm: \\w.+`));
    }
  });

  it("refuses on one machine what only a Swarm knows", () => {
    for (const key of ["registry", "registryUsername", "registryPassword"]) {
      expect(problemsOf({ [key]: "registry.example" })).to.deep.equal([
        `  - tally:${key} needs tally:platform swarm`,
      ]);
    }
  });

  it("takes more replicas than one machine does", () => {
    expect(parse({ ...swarm, replicas: "10000" }).replicas).to.equal(10_000);
    expect(problemsOf({ ...swarm, replicas: "10001" })).to.have.length(1);
  });

  it("refuses a certificate of each proxy's own", () => {
    expect(problemsOf({ ...swarm, tls: "self-signed" })[0]).to.match(/tally:tls must be files or off/);
  });

  it("needs the name of a user and a password together", () => {
    for (const key of ["registryUsername", "registryPassword"]) {
      expect(problemsOf({ ...swarm, [key]: "one-of-two" })).to.deep.equal([
        "  - tally:registryUsername and tally:registryPassword must be given together",
      ]);
    }
  });

  it("says where the manager is, which one machine does not take", () => {
    const docker = { "docker:host": "ssh://root@manager", "docker:certPath": "/certificates" };
    const ofSwarm = { "tally:platform": "swarm", "tally:registry": "registry.example" };
    expect(parseStackConfig("dev", { ...docker, ...ofSwarm }).manager).to.deep.equal({
      host: "ssh://root@manager",
      certPath: "/certificates",
    });
    expect(() => parseStackConfig("dev", docker)).to.throw(/docker:host .* DOCKER_HOST/);
    expect(() => parseStackConfig("dev", { ...ofSwarm, "docker:sshOpts": "[]" })).to.throw(
      /docker:sshOpts is not followed .* docker:host and docker:certPath/,
    );
  });
});
