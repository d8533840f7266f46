import "./quick-start.ts";
import * as pulumi from "@pulumi/pulumi";
import { renderUpstream } from "../nginx/render.ts";
import { Backup } from "./backup.ts";
import { parseStackConfig } from "./config/config.ts";
import { isSealedSetting } from "./config/sealed-setting.ts";
import { connectDocker } from "./containers/docker.ts";
import { labelNames } from "./containers/labels.ts";
import { objectName } from "./containers/names.ts";
import { DynamicProvider } from "./dynamic-provider.ts";
import { currentEngine } from "./engines/current.ts";
import { Monitoring, noteMissingGrafana } from "./monitoring/monitoring.ts";
import { Networks } from "./network.ts";
import { ProcessLimits, processLimit, proxyProcessLimit } from "./process-limits/process-limits.ts";
import { proxyDigest, ReverseProxy } from "./proxy.ts";
import { publicUrl } from "./public-url.ts";
import { Redis, redisDigest, redisHost } from "./redis.ts";
import { planRelease } from "./release/plan.ts";
import { serviceImage } from "./release/service-image.ts";
import { Replicas } from "./replicas.ts";
import { Routes } from "./routes/routes.ts";
import { routesSettings } from "./routes/settings.ts";
import { planSecrets } from "./secrets/secret-plan.ts";
import { Secrets } from "./secrets/secrets.ts";
import { surveyEngine } from "./survey/survey.ts";
import { clearInterruptedCreations } from "./updates/interrupted.ts";
import { prepareProxyReplacement, warnOfRedisReplacement } from "./updates/replacement.ts";

const dynamicProvider = new DynamicProvider("dynamic");
const engine = currentEngine();
const config = parseStackConfig(pulumi.getStack(), pulumi.runtime.allConfig(), isSealedSetting);
const { stack } = config;
const docker = connectDocker();
const survey = await surveyEngine(docker, config, engine);
if (engine === "pulumi") clearInterruptedCreations(docker, stack);
const planned = planRelease(config, survey);
const labels = { [labelNames.stack]: stack, [labelNames.engine]: engine };

const ownRedis = config.redisHost === undefined;
const networks = new Networks("networks", {
  stack,
  labels,
  externalRedis: !ownRedis,
  traces: config.otlpEndpoint !== undefined,
  monitoring: survey.monitoring !== undefined,
});

const image = serviceImage({ stack, baseImage: survey.baseImages.node, release: planned });

const { files, generated } = planSecrets(config);
const secrets = new Secrets(
  "secrets",
  { stack, labels, image, files, generated },
  { providers: [dynamicProvider] },
);

const stored = {
  stack,
  labels,
  baseImage: survey.baseImages.redis,
  memoryMegabytes: config.redisMemory,
  fsync: config.redisFsync,
};
if (ownRedis) await warnOfRedisReplacement(docker, stack, redisDigest(stored));
const redis = ownRedis
  ? new Redis("redis", { ...stored, network: networks.store, secrets: secrets.volume })
  : undefined;

const service = new Replicas(
  "service",
  {
    stack,
    labels,
    count: config.replicas,
    release: planned.id,
    spec: planned.spec,
    image,
    networks: networks.replicas,
    secrets: secrets.volume,
  },
  { dependsOn: redis ? [secrets, redis] : [secrets] },
);

const backup = new Backup("backup", {
  stack,
  labels,
  config,
  baseImage: survey.baseImages.node,
  release: planned.id,
  redisEnv: planned.spec.env,
  network: networks.store,
  secrets: secrets.volume,
  after: redis ? [secrets, redis] : [secrets],
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
await prepareProxyReplacement(docker, stack, proxyDigest(published));
const proxy = new ReverseProxy(
  "proxy",
  { ...published, networks: [networks.public, networks.front] },
  // So that it is taken down before them: a replica serves on while the proxy is connected to it.
  { dependsOn: service },
);

if (survey.monitoring) await noteMissingGrafana(survey.monitoring);
const monitoring =
  survey.monitoring && networks.monitoring
    ? new Monitoring("monitoring", {
        stack,
        labels,
        images: survey.monitoring,
        ports: config,
        outer: networks.monitoring,
        inner: [networks.front, ...(backup.names.length > 0 ? [networks.store] : [])],
      })
    : undefined;

const limits = new ProcessLimits(
  "process-limits",
  {
    limits: {
      [objectName(stack, "proxy")]: proxyProcessLimit,
      ...Object.fromEntries(service.names.map((name) => [name, processLimit])),
      ...(ownRedis && { [redisHost(stack)]: processLimit }),
      ...Object.fromEntries(backup.names.map((name) => [name, processLimit])),
      ...Object.fromEntries((monitoring?.names ?? []).map((name) => [name, processLimit])),
    },
  },
  {
    dependsOn: [service, proxy, backup, redis, monitoring].filter((part) => part !== undefined),
    provider: dynamicProvider,
  },
);

const settings = routesSettings(config, survey.certificate);

new Routes(
  "routes",
  {
    stack,
    proxy: proxy.container.name,
    network: objectName(stack, "front"),
    release: planned.id,
    replicas: service.names,
    settings,
    ...(survey.certificate && { certificate: survey.certificate }),
    prometheus: monitoring?.prometheus ?? "",
    backups: backup.names,
    gateTimeoutSeconds: config.gateTimeout,
    gateWatchSeconds: config.gateWatch,
    keepReleases: config.keepReleases,
  },
  { dependsOn: [service, proxy, limits], provider: dynamicProvider },
);

export const url = publicUrl(config);
export const release = planned.id;
export const replicas = service.names;
export const upstream = renderUpstream(
  service.names.map((name) => ({ name })),
  settings,
);
