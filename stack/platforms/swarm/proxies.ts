import type { CustomResourceOptions } from "@pulumi/pulumi";
import { renderRoutes } from "../../../nginx/render.ts";
import { deliverRoutesScript, serveRoutesScript } from "../../../nginx/scripts.ts";
import type { RoutesSettings } from "../../../nginx/settings.ts";
import { cpuLimit, goDuration, tmpfs } from "../../containers/container-args.ts";
import type { ContainerDescription } from "../../containers/description.ts";
import { servicePort } from "../../release/release.ts";
import { pairOf } from "../../routes/certificate.ts";
import { secretsPath } from "../../secrets/secret-plan.ts";
import type { Certificate } from "../../tls/certificate.ts";
import { loadPair } from "../../tls/pair.ts";
import type { Swarm } from "./swarm.ts";

export interface ProxiesArgs {
  /** nginx as it runs on a machine, with the volume of its routes. */
  readonly container: ContainerDescription;
  /** The name of the replicas' service. */
  readonly replicas: string;
  readonly settings: RoutesSettings;
  readonly certificate: Certificate | undefined;
}

/** Where the proxy notes the replicas' addresses. */
const addresses = "/tmp/replicas.conf";

/** Where the routes are mounted that are to be delivered. */
const routesFile = "/run/routes.conf";

/**
 * nginx on every labelled node, and beside it what delivers its routes: a versioned
 * configuration of a service of its own, so that another one reaches nginx by a reload
 * and not by another container, which could not have the node's port yet.
 */
export function runProxies(platform: Swarm, args: ProxiesArgs, options: CustomResourceOptions) {
  const { replicas, settings, certificate } = args;
  const pair = certificate?.kind === "files" ? pairOf(certificate) : undefined;
  if (certificate?.kind === "files" && pair !== undefined) {
    platform.secret(
      pair,
      loadPair(certificate).then(({ pem }) => pem),
      options,
    );
  }
  const text = renderRoutes([{ name: replicas, addresses }], settings);
  platform.spread("routes", deliveryArgs(args, pair), options, { path: routesFile, text });
  return platform.spread("proxy", proxyArgs(args), options);
}

function proxyArgs({ container, replicas }: ProxiesArgs): ContainerDescription {
  const given = [replicas, String(servicePort), ...(container.command ?? [])];
  return {
    ...container,
    command: ["sh", "-c", serveRoutesScript, "sh", ...given],
    // Replicas of a node that has died say nothing: their connections end after 13 s, not after minutes.
    sysctls: { "net.ipv4.tcp_retries2": "5" },
    // An update goes on to the next node when this one's proxy has been found healthy.
    healthcheck: { ...container.healthcheck, interval: goDuration(10), startPeriod: goDuration(60) },
  };
}

function deliveryArgs({ container }: ProxiesArgs, pair: string | undefined): ContainerDescription {
  const { ports: _, ...others } = container;
  const file = pair === undefined ? [] : [`${secretsPath}/${pair}`];
  return {
    ...others,
    name: container.name.replace(/proxy$/, "routes"),
    command: ["sh", "-c", deliverRoutesScript, "sh", routesFile, ...file],
    // Named for the secret to be mounted.
    envs: file.map((path) => `PAIR=${path}`),
    labels: container.labels.map((each) => (each.value === "proxy" ? { ...each, value: "routes" } : each)),
    tmpfs: tmpfs(1),
    memory: 32,
    cpus: cpuLimit(0.25),
    healthcheck: {
      tests: ["CMD", "test", "-e", "/tmp/applied"],
      interval: goDuration(5),
      timeout: goDuration(5),
      startPeriod: goDuration(60),
      retries: 3,
    },
    stopSignal: "SIGTERM",
  };
}
