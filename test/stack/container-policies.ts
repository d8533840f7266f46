import { expect } from "chai";
import { exposurePolicies } from "./exposure-policies.ts";
import type { Policy } from "./policy.ts";
import { labelsOf, ofType } from "./recorded-program.ts";

/** What every container must have, whom it reaches included. */
export const policies: Readonly<Record<string, Policy>> = {
  ...exposurePolicies,
  "has a health check that tries more than once": {
    check: ({ healthcheck }) => {
      expect(healthcheck?.tests[0]).to.match(/^CMD(-SHELL)?$/);
      expect(healthcheck.retries).to.be.at.least(2);
      expect(healthcheck.interval).to.match(/^\d+s$/);
      expect(healthcheck.timeout).to.match(/^\d+s$/);
    },
    breaches: [{ healthcheck: undefined }, { healthcheck: { tests: ["NONE"] } }],
  },
  "is limited in memory, swap included": {
    check: ({ memory, memorySwap }) => {
      expect(memory).to.be.within(64, 1024);
      expect(memorySwap).to.equal(memory);
    },
    breaches: [{ memory: undefined, memorySwap: undefined }, { memorySwap: -1 }],
  },
  "is limited in processor time": {
    check: ({ cpus }) => {
      expect(Number(cpus)).to.be.within(0.05, 2);
    },
    breaches: [{ cpus: undefined }, { cpus: "0" }],
  },
  "is limited in processes": {
    check: ({ name }, recording) => {
      const limits = ofType(recording, "processLimits").map(({ inputs }) => inputs.limits);
      expect(Object.assign({}, ...limits)[name], name).to.be.within(16, 1024);
    },
    breaches: [{ name: "tally-unmade-newcomer" }],
  },
  "comes back after a crash, its own or the engine's": {
    check: ({ restart }) => {
      expect(restart).to.equal("always");
    },
    breaches: [{ restart: undefined }, { restart: "unless-stopped" }],
  },
  "cannot write to its image, nor run what it writes to memory": {
    check: ({ readOnly, tmpfs }) => {
      expect(readOnly).to.equal(true);
      for (const options of Object.values(tmpfs ?? {})) {
        expect(options)
          .to.match(/noexec/)
          .and.match(/nosuid/)
          .and.match(/size=\d+m/);
      }
    },
    breaches: [{ readOnly: undefined }, { readOnly: false }, { tmpfs: { "/tmp": "rw,nosuid,size=1m" } }],
  },
  "has no capabilities": {
    check: ({ capabilities, privileged }) => {
      expect(capabilities).to.deep.equal({ drops: ["ALL"] });
      expect(privileged).to.be.oneOf([undefined, false]);
    },
    breaches: [
      { capabilities: undefined },
      { capabilities: { drops: ["ALL"], adds: ["NET_ADMIN"] } },
      { privileged: true },
    ],
  },
  "cannot gain privileges": {
    check: ({ securityOpts }) => {
      expect(securityOpts).to.deep.equal(["no-new-privileges:true"]);
    },
    breaches: [
      { securityOpts: undefined },
      { securityOpts: ["no-new-privileges:true", "seccomp=unconfined"] },
    ],
  },
  "has an init process": {
    check: ({ init }) => {
      expect(init).to.equal(true);
    },
    breaches: [{ init: undefined }, { init: false }],
  },
  "keeps bounded logs": {
    check: ({ logDriver, logOpts }) => {
      expect(logDriver).to.equal("local");
      expect(logOpts?.["max-size"]).to.match(/^\d{1,2}m$/);
      expect(Number(logOpts["max-file"])).to.be.within(1, 10);
    },
    breaches: [{ logOpts: undefined }, { logOpts: { "max-size": "10m" } }, { logDriver: "journald" }],
  },
  "runs as somebody other than root": {
    check: ({ user, groupAdds }) => {
      expect(user).to.match(/^[1-9]\d*:[1-9]\d*$/);
      expect(groupAdds).to.equal(undefined);
    },
    breaches: [{ user: undefined }, { user: "0:0" }, { user: "10001:0" }, { groupAdds: ["docker"] }],
  },
  "is given time to stop, by the provider too": {
    check: ({ destroyGraceSeconds, stopTimeout }) => {
      expect(destroyGraceSeconds).to.be.at.least(30);
      expect(stopTimeout).to.equal(destroyGraceSeconds);
    },
    breaches: [{ destroyGraceSeconds: undefined }, { stopTimeout: 10 }],
  },
  "runs an image by its id": {
    check: ({ image }) => {
      expect(image).to.match(/^id-of-\w+-image/);
    },
    breaches: [{ image: "redis:8" }],
  },
  "says which stack and engine it belongs to": {
    check: (inputs) => {
      expect(labelsOf(inputs)).to.include({ "tally.stack": "unmade", "tally.engine": "embedded" });
    },
    breaches: [{ labels: undefined }],
  },
};
