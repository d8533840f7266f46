import { expect } from "chai";
import type Docker from "dockerode";
import { clearOnSwarm } from "../../../../stack/platforms/swarm/interrupted.ts";

describe("clearOnSwarm", () => {
  const specs = [
    { ID: "1", Spec: { Name: "tally-dev-it" } },
    { ID: "2", Spec: { Name: "tally-dev-it-2" } },
  ];
  let removed: string[];
  /** How often the manager still lists the tasks of a service that it has removed. */
  let listings: number;
  let inUse: boolean;

  beforeEach(() => {
    removed = [];
    listings = 0;
    inUse = false;
  });

  const list = (kind: string, found: object[]) => async (options: unknown) => {
    expect(options, kind).to.deep.equal({ filters: { label: ["tally.stack=dev"] } });
    return found;
  };
  const get = (kind: string) => (id: string) => ({
    async remove() {
      if (inUse) throw new Error(`${kind} ${id} is in use`);
      removed.push(`${kind} ${id}`);
    },
  });
  const manager = {
    listServices: list("services", specs),
    listSecrets: list("secrets", specs),
    listConfigs: list("configs", specs),
    listNetworks: list("networks", [
      { Id: "1", Name: "tally-dev-it" },
      { Id: "2", Name: "tally-dev-it-2" },
    ]),
    listTasks: async () => [
      { ServiceID: "another" },
      ...(removed.includes("service 1") && listings-- > 0 ? [{ ServiceID: "1" }] : []),
    ],
    getService: get("service"),
    getSecret: get("secret"),
    getConfig: get("config"),
    getNetwork: get("network"),
  } as unknown as Docker;

  for (const [type, kind] of [
    ["docker:index/service:Service", "service"],
    ["docker:index/secret:Secret", "secret"],
    ["docker:index/serviceConfig:ServiceConfig", "config"],
    ["docker:index/network:Network", "network"],
  ] as const) {
    it(`removes the stack's ${kind} of that name, and no other`, async () => {
      await clearOnSwarm(manager, "dev", type, "tally-dev-it");
      expect(removed).to.deep.equal([`${kind} 1`]);
    });

    it(`leaves a ${kind} that the manager does not let go, and makes no failure of it`, async () => {
      inUse = true;
      await clearOnSwarm(manager, "dev", type, "tally-dev-it");
      expect(removed).to.deep.equal([]);
    });
  }

  it("waits until the tasks of a service have ended", async () => {
    listings = 1;
    await clearOnSwarm(manager, "dev", "docker:index/service:Service", "tally-dev-it");
    expect(listings).to.equal(-1);
  });

  it("does nothing where there is none of that name", async () => {
    await clearOnSwarm(manager, "dev", "docker:index/service:Service", "tally-dev-none");
    expect(removed).to.deep.equal([]);
  });
});
