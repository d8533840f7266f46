import type { ServiceArgs, types } from "@pulumi/docker";
import { expect } from "chai";
import { type ServiceRules, serviceArgs } from "../../../../stack/platforms/swarm/service-args.ts";
import { proxyContainerArgs } from "../../../../stack/proxy.ts";
import { redisContainerArgs } from "../../../../stack/redis.ts";

type TaskSpec = types.input.ServiceTaskSpec & { containerSpec: types.input.ServiceTaskSpecContainerSpec };

const rules: ServiceRules = {
  replicas: 2,
  nodeLabel: "tally.redis",
  update: { order: "stop-first", parallelism: 1, failureAction: "rollback" },
  converge: { timeout: "3m" },
  secrets: [],
  configs: [],
  auth: undefined,
  forceUpdate: 7,
};
const redis = redisContainerArgs(
  {
    stack: "dev",
    labels: {},
    baseImage: "redis",
    memoryMegabytes: 256,
    fsync: "always",
    network: "id-of-back",
    secrets: "secrets",
  },
  "image",
  "data",
);
const proxy = proxyContainerArgs(
  {
    stack: "dev",
    labels: {},
    baseImage: "nginx",
    listenAddress: "0.0.0.0",
    port: 80,
    cpus: 1,
    networks: ["front"],
  },
  "image",
  "routes",
);

const task = (args: ServiceArgs) => args.taskSpec as TaskSpec;
const container = (args: ServiceArgs) => task(args).containerSpec;

describe("serviceArgs", () => {
  const service = serviceArgs(redis, rules);

  it("keeps what bounds a container", () => {
    expect(container(service)).to.deep.include({
      user: "10001:10001",
      init: true,
      readOnly: true,
      capDrops: ["ALL"],
    });
    expect(task(service).resources).to.deep.equal({
      limits: { memoryBytes: 256 * 1024 ** 2, nanoCpus: 1e9 },
    });
    expect(task(service).logDriver).to.deep.equal({
      name: "local",
      options: { "max-size": "10m", "max-file": "3", compress: "false" },
    });
    expect(task(service).networksAdvanceds).to.deep.equal([{ id: "id-of-back" }]);
  });

  it("mounts the volume and what may be written to, and no volume of secrets", () => {
    const mounts = container(service).mounts as types.input.ServiceTaskSpecContainerSpecMount[];
    expect(mounts.map(({ type, source, target }) => [type, source, target])).to.deep.equal([
      ["volume", "data", "/var/lib/tally"],
      ["tmpfs", undefined, "/tmp"],
    ]);
    expect(mounts[1]?.tmpfsOptions).to.deep.equal({ sizeBytes: 16 * 1024 ** 2, mode: 0o1777 });
  });

  it("takes the environment apart at the first sign of equality", () => {
    const env = container(serviceArgs({ ...redis, envs: ["A=b=c", "D="] }, rules)).env;
    expect(env).to.deep.equal({ A: "b=c", D: "" });
  });

  it("writes durations as the provider reads them back", () => {
    expect(container(service).stopGracePeriod).to.equal("1m");
    const { interval, startPeriod } = container(service).healthcheck as Record<string, string>;
    expect([interval, startPeriod]).to.deep.equal(["5s", "10s"]);
  });

  it("places so many on labelled nodes", () => {
    expect(service.mode).to.deep.equal({ replicated: { replicas: 2 } });
    expect(task(service).placement).to.deep.equal({ constraints: ["node.labels.tally.redis==true"] });
    expect(task(service).forceUpdate).to.equal(7);
  });

  it("places one on every node without a number, with the ports of the node itself", () => {
    const { replicas: _, converge: __, nodeLabel: ___, ...everywhere } = rules;
    const spread = serviceArgs(proxy, everywhere);
    expect(spread.mode).to.deep.equal({ global: true });
    expect(task(spread).placement).to.equal(undefined);
    expect(spread.convergeConfig).to.equal(undefined);
    expect(spread.endpointSpec).to.deep.equal({
      mode: "dnsrr",
      ports: [{ targetPort: 8080, publishedPort: 80, publishMode: "host", protocol: "tcp" }],
    });
  });
});
