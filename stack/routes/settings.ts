import type { ClientSettings, RoutesSettings } from "../../nginx/settings.ts";
import { appEnv, type StackConfig } from "../config/config.ts";
import { servicePort } from "../release/release.ts";
import type { Certificate } from "../tls/certificate.ts";
import { busyReplicas } from "./capacity.ts";
import { pairOf } from "./certificate.ts";

/**
 * What a configuration says of the proxy's routes.
 *
 * @param cpus how many processors the replicas share with all else
 */
export function routesSettings(
  config: StackConfig,
  cpus: number,
  certificate: Certificate | undefined,
): RoutesSettings {
  return {
    servicePort,
    requestTimeoutSeconds: config.requestTimeout,
    maxBodyKilobytes: config.maxBodyKilobytes,
    replicasAtOnce: config.replicasAtOnce ?? busyReplicas(cpus),
    logLevel: config.logLevel,
    clients: clientSettings(config),
    ...(certificate && {
      tls: { pair: pairOf(certificate), httpsPort: config.httpsPort, hsts: appEnv(config) === "prod" },
    }),
  };
}

function clientSettings(config: StackConfig): ClientSettings {
  const { rateLimit, rateBurst: burst, connectionLimit: connections, trustedProxies } = config;
  return {
    ...(rateLimit !== "off" && { limit: { requestsPerSecond: rateLimit, burst, connections } }),
    maxHeaderKilobytes: config.maxHeaderKilobytes,
    timeoutSeconds: config.clientTimeout,
    trustedProxies: trustedProxies?.split(",") ?? [],
  };
}
