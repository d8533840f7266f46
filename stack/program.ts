import * as pulumi from "@pulumi/pulumi";
import { renderUpstream } from "../nginx/upstream.ts";
import { Backup } from "./backup.ts";
import { parseStackConfig } from "./config/config.ts";
import { isSealedSetting } from "./config/sealed-setting.ts";
import { connectDocker } from "./containers/docker.ts";
import { labelNames } from "./containers/labels.ts";
import type { DynamicProvider } from "./dynamic-provider.ts";
import { currentEngine } from "./engines/current.ts";
import { noteMissingGrafana } from "./monitoring/monitoring.ts";
import { Networks } from "./network.ts";
import { choosePlatform } from "./platforms/choose.ts";
import { survey as surveyPlatform } from "./platforms/survey.ts";
import { clearInterruptedOnSwarm } from "./platforms/swarm/interrupted.ts";
import { connectManager } from "./platforms/swarm/manager.ts";
import { proxyDigest, ReverseProxy } from "./proxy.ts";
import { publicUrl } from "./public-url.ts";
import { Redis, redisDigest } from "./redis.ts";
import { planRelease } from "./release/plan.ts";
import { serviceImage } from "./release/service-image.ts";
import { Replicas } from "./replicas.ts";
import { routesSettings } from "./routes/settings.ts";
import { planSecrets } from "./secrets/secret-plan.ts";
import { Secrets } from "./secrets/secrets.ts";
import { switchProxy } from "./switched-proxy.ts";
import { sendsTraces } from "./tracing/environment.ts";
import { clearInterruptedCreations } from "./updates/interrupted.ts";
import { prepareProxyReplacement, warnOfRedisReplacement } from "./updates/replacement.ts";

/** Registers everything that a stack is made of, and returns its outputs. */
export async function program(dynamicProvider: DynamicProvider) {
  const engine = currentEngine();
  const config = parseStackConfig(pulumi.getStack(), pulumi.runtime.allConfig(), isSealedSetting);
  const { stack } = config;
  const docker = connectDocker();
  const survey = await surveyPlatform(docker, config, engine);
  const isMachine = config.platform === "machine";
  if (!isMachine) clearInterruptedOnSwarm(connectManager(config.manager), stack);
  else if (engine === "pulumi") clearInterruptedCreations(docker, stack);
  const planned = planRelease(config, survey);
  const labels = { [labelNames.stack]: stack, [labelNames.engine]: engine };
  const platform = choosePlatform(config, labels, survey);

  const ownRedis = config.redisHost === undefined;
  const networks = new Networks("networks", {
    platform,
    stack,
    labels,
    externalRedis: !ownRedis,
    // As the release says that runs, which may be one of before.
    traces: sendsTraces(planned.spec.env),
    monitoring: survey.monitoring !== undefined,
  });

  const image = serviceImage({ platform, stack, baseImage: survey.baseImages.node, release: planned });

  const { files, generated } = planSecrets(config);
  const secrets = new Secrets(
    "secrets",
    { platform, stack, labels, image, files, generated },
    { providers: [dynamicProvider] },
  );

  const stored = {
    stack,
    labels,
    baseImage: survey.baseImages.redis,
    memoryMegabytes: config.redisMemory,
    fsync: config.redisFsync,
  };
  if (ownRedis && isMachine) await warnOfRedisReplacement(docker, stack, redisDigest(stored));
  const redis = ownRedis
    ? new Redis("redis", { ...stored, platform, network: networks.store, secrets: secrets.volume })
    : undefined;

  const service = new Replicas(
    "service",
    {
      platform,
      stack,
      labels,
      count: config.replicas,
      release: planned.id,
      spec: planned.spec,
      image,
      networks: networks.replicas,
      secrets: secrets.volume,
      gateTimeoutSeconds: config.gateTimeout,
    },
    { dependsOn: redis ? [secrets, redis.ready] : [secrets] },
  );

  const backup = new Backup("backup", {
    platform,
    stack,
    labels,
    config,
    baseImage: survey.baseImages.node,
    release: planned.id,
    redisEnv: planned.spec.env,
    network: networks.store,
    secrets: secrets.volume,
    after: redis ? [secrets, redis.ready] : [secrets],
  });

  const published = {
    stack,
    labels,
    baseImage: survey.baseImages.nginx,
    listenAddress: config.listenAddress,
    port: config.port,
    ...(survey.certificate && { httpsPort: config.httpsPort }),
    cpus: Math.min(2, survey.cpus),
  };
  if (isMachine) await prepareProxyReplacement(docker, stack, proxyDigest(published));
  const settings = routesSettings(config, survey.cpus, survey.certificate);
  const proxy = new ReverseProxy(
    "proxy",
    {
      ...published,
      platform,
      networks: [networks.public, networks.front],
      replicas: service.names,
      settings,
      ...(survey.certificate && { certificate: survey.certificate }),
    },
    // So that it is taken down before them: a replica serves on while the proxy is connected to it.
    { dependsOn: service },
  );

  if (survey.monitoring) await noteMissingGrafana(survey.monitoring);
  if (isMachine) {
    switchProxy({
      config,
      labels,
      survey,
      release: planned.id,
      settings,
      networks,
      redis,
      service,
      backup,
      proxy,
      provider: dynamicProvider,
    });
  }

  const url = publicUrl({ ...published, listenAddress: survey.address ?? config.listenAddress });
  const release = planned.id;
  const replicas = service.names;
  const upstream = renderUpstream(
    service.names.map((name) => ({ name })),
    settings,
  );
  /** The key that opens everything: on a Swarm nobody can read it elsewhere. */
  const ownerKey = isMachine
    ? "npm run owner-key"
    : ((config.ownerKey && pulumi.secret(config.ownerKey)) ?? secrets.generated["owner-key"]);
  return { url, release, replicas, upstream, ownerKey };
}
