import { expect } from "chai";
import { type Policy, roleOf } from "./policy.ts";
import { networksOf, ofType, type Recording, theOnly } from "./recorded-program.ts";

/** Whom a container reaches, and who reaches it. */
export const exposurePolicies: Readonly<Record<string, Policy>> = {
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
  "has no way out, unless it is published, or Redis or a collector of traces is elsewhere": {
    check: (inputs, recording) => {
      const networks = networksOf({ inputs });
      // Without any it would be on Docker's default network, which leads out.
      expect(networks).to.not.deep.equal([]);
      const wayOut = networks.filter((name) => !isInternal(recording, name));
      const hasRedis = ofType(recording, "container").some(({ inputs }) => roleOf(inputs) === "redis");
      const elsewhere = !hasRedis || inputs.envs?.some((each: string) => each.startsWith("OTEL_EXPORTER_"));
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
};

function isInternal(recording: Recording, network: string): boolean {
  return ofType(recording, "network").some(
    ({ inputs }) =>
      inputs.name === network &&
      inputs.internal === true &&
      inputs.options?.["com.docker.network.bridge.inhibit_ipv4"] === "true",
  );
}
