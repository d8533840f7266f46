import { expect } from "chai";
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
  "comes back after a crash, its own or the engine's": ({ restart }) => {
    expect(restart).to.equal("always");
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
    recordings.push(...(await recordPrograms([{}, { settings: external }])));
  });

  for (const [title, check] of Object.entries(policies)) {
    it(title, () => {
      for (const { inputs } of recordings.flatMap((recording) => ofType(recording, "container"))) {
        check(inputs);
      }
    });
  }

  it("plays a part that is known", () => {
    const [whole, external] = recordings as [Recording, Recording];
    expect(ofType(whole, "container")).to.have.length(5);
    expect(ofType(external, "container")).to.have.length(4);
    for (const recording of recordings) {
      const parts = ["proxy", "service", "redis"].flatMap((role) => containersOf(recording, role));
      expect(parts).to.have.members(ofType(recording, "container"));
    }
  });

  it("publishes nothing but the proxy", () => {
    for (const recording of recordings) {
      const published = ofType(recording, "container").filter(({ inputs }) => inputs.ports !== undefined);
      expect(published).to.deep.equal(containersOf(recording, "proxy"));
    }
  });
});
