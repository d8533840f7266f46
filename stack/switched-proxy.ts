import type * as pulumi from "@pulumi/pulumi";
import type { RoutesSettings } from "../nginx/settings.ts";
import type { Backup } from "./backup.ts";
import type { StackConfig } from "./config/config.ts";
import type { Labels } from "./containers/labels.ts";
import { objectName } from "./containers/names.ts";
import { Monitoring } from "./monitoring/monitoring.ts";
import type { Networks } from "./network.ts";
import { ProcessLimits, processLimit, proxyProcessLimit } from "./process-limits/process-limits.ts";
import type { ReverseProxy } from "./proxy.ts";
import { redisHost } from "./redis/places.ts";
import type { Redis } from "./redis.ts";
import type { Replicas } from "./replicas.ts";
import { Routes } from "./routes/routes.ts";
import type { Survey } from "./survey/survey.ts";

export interface SwitchedParts {
  readonly config: StackConfig;
  readonly labels: Labels;
  readonly survey: Survey;
  readonly release: string;
  readonly settings: RoutesSettings;
  readonly networks: Networks;
  readonly redis: Redis | undefined;
  readonly service: Replicas;
  readonly backup: Backup;
  readonly proxy: ReverseProxy;
  readonly provider: pulumi.ProviderResource;
}

/**
 * What a machine has besides and Swarm does by itself: the switch of the proxy from one
 * release to the next, and limits for processes; and what watches the stack.
 */
export function switchProxy(parts: SwitchedParts): void {
  const { config, labels, survey, networks, redis, service, backup, proxy, provider } = parts;
  const { stack } = config;
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
        ...(redis && { [redisHost(stack)]: processLimit }),
        ...Object.fromEntries(backup.names.map((name) => [name, processLimit])),
        ...Object.fromEntries((monitoring?.names ?? []).map((name) => [name, processLimit])),
      },
    },
    { dependsOn: [service, proxy, backup, redis, monitoring].filter((part) => part !== undefined), provider },
  );

  new Routes(
    "routes",
    {
      stack,
      proxy: proxy.container,
      network: objectName(stack, "front"),
      release: parts.release,
      replicas: service.names,
      settings: parts.settings,
      ...(survey.certificate && { certificate: survey.certificate }),
      prometheus: monitoring?.prometheus ?? "",
      backups: backup.names,
      backupImage: backup.image,
      gateTimeoutSeconds: config.gateTimeout,
      gateWatchSeconds: config.gateWatch,
      keepReleases: config.keepReleases,
    },
    { dependsOn: [service, proxy, limits], provider },
  );
}
