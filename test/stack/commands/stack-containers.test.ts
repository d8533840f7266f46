import { expect } from "chai";
import type Docker from "dockerode";
import { listStackContainers } from "../../../stack/commands/stack-containers.ts";

const described = (role: string, name: string) => ({
  Id: `id of ${name}`,
  Names: [`/${name}`],
  Labels: { "tally.role": role, "tally.release": "aaaa" },
  State: "running",
  Status: "Up 3 minutes (healthy)",
});

describe("listStackContainers", () => {
  it("lists the proxy, then the replicas by number, then Redis", async () => {
    const found = [
      described("redis", "tally-dev-redis"),
      described("service", "tally-dev-service-aaaa-10"),
      described("service", "tally-dev-service-aaaa-2"),
      described("proxy", "tally-dev-proxy"),
    ];
    const docker = { listContainers: async () => found } as unknown as Docker;
    const containers = await listStackContainers(docker, "dev");
    expect(containers.map(({ name }) => name)).to.deep.equal([
      "tally-dev-proxy",
      "tally-dev-service-aaaa-2",
      "tally-dev-service-aaaa-10",
      "tally-dev-redis",
    ]);
    expect(containers[1]).to.include({ role: "service", release: "aaaa", state: "running" });
  });
});
