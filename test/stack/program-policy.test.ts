import { expect } from "chai";
import { findBaseImage } from "../../stack/base-images.ts";
import { connectDocker } from "../../stack/docker.ts";
import { freePort } from "../support/free-port.ts";
import { containersOf, labelsOf, ofType, type Recording, recordPrograms } from "./recorded-program.ts";

/** What every container must have, whatever it is for. */
// biome-ignore lint/suspicious/noExplicitAny: inputs are the provider's
const policies: Readonly<Record<string, (inputs: Record<string, any>) => void>> = {
  "has a health check that tries more than once": ({ healthcheck }) => {
    expect(healthcheck.tests[0]).to.match(/^CMD(-SHELL)?$/);
    expect(healthcheck.retries).to.be.at.least(2);
    expect(healthcheck.interval).to.match(/^\d+s$/);
    expect(healthcheck.timeout).to.match(/^\d+s$/);
  },
  "is limited in memory, swap included": ({ memory, memorySwap }) => {
    expect(memory).to.be.within(64, 1024);
    expect(memorySwap).to.equal(memory);
  },
  "is limited in processor time": ({ cpus }) => {
    expect(Number(cpus)).to.be.within(0.05, 2);
  },
  "comes back after a restart of the engine, unless it was stopped": ({ restart }) => {
    expect(restart).to.equal("unless-stopped");
  },
  "cannot write to its image": ({ readOnly, tmpfs }) => {
    expect(readOnly).to.equal(true);
    for (const options of Object.values(tmpfs)) {
      expect(options)
        .to.match(/noexec/)
        .and.match(/nosuid/)
        .and.match(/size=\d+m/);
    }
  },
  "has no capabilities": ({ capabilities, privileged }) => {
    expect(capabilities).to.deep.equal({ drops: ["ALL"] });
    expect(privileged).to.be.oneOf([undefined, false]);
  },
  "cannot gain privileges": ({ securityOpts }) => {
    expect(securityOpts).to.deep.equal(["no-new-privileges:true"]);
  },
  "has an init process": ({ init }) => {
    expect(init).to.equal(true);
  },
  "keeps bounded logs": ({ logDriver, logOpts }) => {
    expect(logDriver).to.equal("json-file");
    expect(logOpts["max-size"]).to.match(/^\d{1,2}m$/);
    expect(Number(logOpts["max-file"])).to.be.within(1, 10);
  },
  "runs as somebody other than root": ({ user }) => {
    expect(user).to.match(/^[1-9]\d*:[1-9]\d*$/);
  },
  "is given time to stop, by the provider too": ({ destroyGraceSeconds, stopTimeout }) => {
    expect(destroyGraceSeconds).to.be.at.least(30);
    expect(stopTimeout).to.equal(destroyGraceSeconds);
  },
  "runs an image by its id": ({ image }) => {
    expect(image).to.match(/^id-of-\w+-image/);
  },
  "says which stack and engine it belongs to": (inputs) => {
    expect(labelsOf(inputs)).to.include({ "tally.stack": "unmade", "tally.engine": "embedded" });
  },
};

describe("every container that the program describes", function () {
  this.timeout(30_000);
  const recordings: Recording[] = [];

  before(async () => {
    const external = { redisHost: "redis.example", redisPassword: "hush", memory: 512 };
    // Any image will do for one that is only described.
    const grafanaImage = await findBaseImage(connectDocker(), "redis");
    const [monitoringPort, grafanaPort] = [await freePort(), await freePort()];
    const watched = { monitoring: "on", monitoringPort, grafanaPort, grafanaImage };
    const settings = [{}, { settings: external }, { settings: watched }];
    recordings.push(...(await recordPrograms(settings)));
  });

  for (const [title, check] of Object.entries(policies)) {
    it(title, () => {
      for (const { inputs } of recordings.flatMap((recording) => ofType(recording, "container"))) {
        check(inputs);
      }
    });
  }

  it("plays a part that is known", () => {
    const [whole, external, watched] = recordings as [Recording, Recording, Recording];
    expect(ofType(whole, "container")).to.have.length(5);
    expect(ofType(external, "container")).to.have.length(4);
    expect(ofType(watched, "container")).to.have.length(7);
    for (const recording of recordings) {
      const roles = ["proxy", "service", "redis", "prometheus", "grafana"];
      const parts = roles.flatMap((role) => containersOf(recording, role));
      expect(parts).to.have.members(ofType(recording, "container"));
    }
  });

  it("publishes nothing but the proxy, and what watches it to this machine alone", () => {
    for (const recording of recordings) {
      const published = ofType(recording, "container").filter(({ inputs }) => inputs.ports !== undefined);
      const watching = ["prometheus", "grafana"].flatMap((role) => containersOf(recording, role));
      expect(published).to.have.members([...containersOf(recording, "proxy"), ...watching]);
      for (const { inputs } of watching) expect(inputs.ports[0].ip).to.equal("127.0.0.1");
    }
  });
});
