import { expect } from "chai";
import { createOptions } from "../../../../stack/engines/embedded/container-options.ts";
import { proxyContainerArgs } from "../../../../stack/proxy.ts";
import { redisContainerArgs } from "../../../../stack/redis.ts";
import { replicaContainerArgs } from "../../../../stack/replicas.ts";

const megabyte = 1024 * 1024;
const labels = { "tally.stack": "dev" } as const;
const health = { intervalSeconds: 90, timeoutSeconds: 5, startPeriodSeconds: 0, retries: 4 };

const redis = redisContainerArgs(
  {
    stack: "dev",
    labels,
    baseImage: "",
    memoryMegabytes: 100,
    fsync: "always",
    network: "back",
    secrets: "secrets",
  },
  "redis-image",
  "data",
);
const proxy = proxyContainerArgs(
  {
    stack: "dev",
    labels,
    baseImage: "",
    listenAddress: "127.0.0.1",
    port: 80,
    cpus: 2,
    networks: ["public", "front"],
  },
  "proxy-image",
  "routes",
);
const replica = replicaContainerArgs(
  {
    stack: "dev",
    labels,
    count: 1,
    release: "aaaa",
    spec: { env: { PORT: "8000" }, memoryMegabytes: 64, cpus: 0.5, health },
    image: "service-image",
    networks: ["front", "back"],
    secrets: "secrets",
  },
  "replica",
);

describe("createOptions", () => {
  it("understands every argument of every container of the program", () => {
    for (const args of [redis, proxy, replica]) {
      const { HostConfig, ...options } = createOptions(args);
      expect(options).to.include({ name: args.name, Image: args.image, User: args.user, StopTimeout: 60 });
      expect(HostConfig).to.deep.include({
        Init: true,
        ReadonlyRootfs: true,
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges:true"],
        RestartPolicy: { Name: "always" },
        LogConfig: { Type: "local", Config: { "max-size": "10m", "max-file": "3", compress: "false" } },
        Tmpfs: args.tmpfs,
      });
    }
  });

  it("limits memory, swap and processors", () => {
    expect(createOptions(replica).HostConfig).to.include({
      Memory: 64 * megabyte,
      MemorySwap: 64 * megabyte,
      NanoCpus: 500_000_000,
    });
  });

  it("hands over environment and labels", () => {
    const { Env, Labels } = createOptions(replica);
    expect(Env).to.deep.equal(["PORT=8000", "RELEASE=aaaa", "REPLICA=replica"]);
    expect(Labels).to.include({ "tally.stack": "dev", "tally.role": "service", "tally.replica": "replica" });
  });

  it("checks health as often as is said", () => {
    expect(createOptions(replica).Healthcheck).to.deep.equal({
      Test: ["CMD", "node", "service/health-check.ts"],
      Interval: 90e9,
      Timeout: 5e9,
      StartPeriod: 0,
      Retries: 4,
    });
  });

  it("mounts volumes, to be read only where that is said", () => {
    const mounts = (args: typeof redis) =>
      createOptions(args).HostConfig?.Mounts?.map(({ Type, Source, Target, ReadOnly }) =>
        [Type, Source, Target, ReadOnly ? "ro" : "rw"].join(" "),
      );
    expect(mounts(redis)).to.deep.equal(["volume data /var/lib/tally rw", "volume secrets /run/secrets rw"]);
    expect(mounts(replica)).to.deep.equal(["volume secrets /run/secrets ro"]);
    const folder = { ...replica, volumes: [{ hostPath: "/srv/backups", containerPath: "/backups" }] };
    expect(mounts(folder)).to.deep.equal(["bind /srv/backups /backups rw"]);
  });

  it("publishes ports, and none where there are none", () => {
    const { ExposedPorts, HostConfig } = createOptions(proxy);
    expect(ExposedPorts).to.deep.equal({ "8080/tcp": {} });
    expect(HostConfig?.PortBindings).to.deep.equal({ "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "80" }] });
    expect(createOptions(redis).HostConfig?.PortBindings).to.deep.equal({});
  });

  it("starts on the first network", () => {
    const { HostConfig, NetworkingConfig } = createOptions(proxy);
    expect(HostConfig?.NetworkMode).to.equal("public");
    expect(NetworkingConfig).to.deep.equal({ EndpointsConfig: { public: {} } });
  });

  it("refuses an argument that it would have to ignore, by name", () => {
    expect(() => createOptions({ ...proxy, gpus: "all" })).to.throw(
      /embedded engine does not know the container argument "gpus"/,
    );
  });
});
