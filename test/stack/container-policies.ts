import { expect } from "chai";
import {
  labelsOf,
  networksOf,
  ofType,
  type Recording,
  type Registered,
  theOnly,
} from "./recorded-program.ts";

type Inputs = Registered["inputs"];

/** What every container must have, and what it looks like without. */
export interface Policy {
  /** The part that it is about; every container where there is none. */
  readonly role?: string;
  check(inputs: Inputs, recording: Recording): void;
  /** Arguments of which each breaks it. */
  readonly breaches: readonly Inputs[];
}

export const policies: Readonly<Record<string, Policy>> = {
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
      expect(logDriver).to.equal("json-file");
      expect(logOpts?.["max-size"]).to.match(/^\d{1,2}m$/);
      expect(Number(logOpts["max-file"])).to.be.within(1, 10);
    },
    breaches: [{ logOpts: undefined }, { logOpts: { "max-size": "10m" } }, { logDriver: "local" }],
  },
  "runs as somebody other than root": {
    check: ({ user, groupAdds }) => {
      expect(user).to.match(/^[1-9]\d*:[1-9]\d*$/);
      expect(groupAdds).to.equal(undefined);
    },
    breaches: [{ user: undefined }, { user: "0:0" }, { user: "10001:0" }, { groupAdds: ["docker"] }],
  },
  "shares nothing of the host's but ports": {
    check: (inputs) => {
      const shared = [
        "networkMode",
        "pidMode",
        "ipcMode",
        "usernsMode",
        "cgroupnsMode",
        "devices",
        "gpus",
        "mounts",
      ];
      expect(shared.filter((name) => inputs[name] !== undefined)).to.deep.equal([]);
      for (const { hostPath, volumeName } of inputs.volumes ?? []) {
        expect([hostPath, typeof volumeName]).to.deep.equal([undefined, "string"]);
      }
    },
    breaches: [
      { networkMode: "host" },
      { pidMode: "host" },
      { devices: [{ hostPath: "/dev/kmsg" }] },
      { volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock" }] },
    ],
  },
  "publishes nothing, unless it is the proxy, or what watches, to this machine alone": {
    check: (inputs, recording) => {
      const watching: Readonly<Record<string, number>> = { prometheus: 9090, grafana: 3000 };
      const role = roleOf(inputs) ?? "";
      const tls = theOnly(recording, "routes").inputs.settings.tls !== undefined;
      const published = inputs.ports?.map(({ internal }: { internal: number }) => internal);
      if (roleOf(inputs) === "proxy") expect(published).to.deep.equal(tls ? [8080, 8443] : [8080]);
      else if (role in watching) {
        const [{ internal, ip }, ...others] = inputs.ports;
        expect([internal, ip, others]).to.deep.equal([watching[role], "127.0.0.1", []]);
      } else expect(inputs.ports).to.equal(undefined);
      expect(inputs.publishAllPorts).to.equal(undefined);
    },
    breaches: [
      { publishAllPorts: true },
      { labels: [], ports: [{ internal: 6379, external: 6379 }] },
      { ports: [{ internal: 8081, external: 8081 }] },
    ],
  },
  "has no way out, unless it is published or Redis is elsewhere": {
    check: (inputs, recording) => {
      const networks = networksOf({ inputs });
      // Without any it would be on Docker's default network, which leads out.
      expect(networks).to.not.deep.equal([]);
      const wayOut = networks.filter((name) => !isInternal(recording, name));
      const elsewhere = !ofType(recording, "container").some(({ inputs }) => roleOf(inputs) === "redis");
      const watching = "tally-unmade-monitoring";
      const published = { proxy: "tally-unmade-public", prometheus: watching, grafana: watching };
      const allowed = { ...published, ...(elsewhere && { service: "tally-unmade-outside" }) };
      expect(wayOut).to.deep.equal([allowed[roleOf(inputs) as keyof typeof allowed]].filter(Boolean));
    },
    breaches: [
      { networksAdvanced: undefined },
      { networksAdvanced: [] },
      { networksAdvanced: [{ name: "bridge" }] },
      { labels: [], networksAdvanced: [{ name: "tally-unmade-public" }] },
    ],
  },
  "is not on a network with Redis": {
    role: "proxy",
    check: (inputs, recording) => {
      const stores = ofType(recording, "container").filter(({ inputs }) => roleOf(inputs) === "redis");
      expect(networksOf({ inputs })).to.not.include.oneOf([
        "tally-unmade-back",
        ...stores.flatMap(networksOf),
      ]);
    },
    breaches: [{ networksAdvanced: [{ name: "tally-unmade-public" }, { name: "tally-unmade-back" }] }],
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

export function roleOf(inputs: Inputs): string | undefined {
  return labelsOf(inputs)["tally.role"];
}

function isInternal(recording: Recording, network: string): boolean {
  return ofType(recording, "network").some(
    ({ inputs }) =>
      inputs.name === network &&
      inputs.internal === true &&
      inputs.options?.["com.docker.network.bridge.inhibit_ipv4"] === "true",
  );
}
