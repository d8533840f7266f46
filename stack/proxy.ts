import * as pulumi from "@pulumi/pulumi";
import { proxyPort, proxyTlsPort } from "../nginx/ports.ts";
import type { RoutesSettings } from "../nginx/settings.ts";
import { commonArgs, cpuLimit, goDuration, stopGraceSeconds, tmpfs } from "./containers/container-args.ts";
import type { ContainerDescription } from "./containers/description.ts";
import { type Labels, labelArgs, labelNames } from "./containers/labels.ts";
import { objectName } from "./containers/names.ts";
import type { OnPlatform } from "./platforms/platform.ts";
import { runProxies } from "./platforms/swarm/proxies.ts";
import { contextDigest, projectPath } from "./release/build-context.ts";
import { partImage } from "./release/image.ts";
import type { Certificate } from "./tls/certificate.ts";
import { fixedDigest } from "./updates/replacement.ts";

export interface ProxyArgs {
  readonly stack: string;
  readonly labels: Labels;
  readonly baseImage: string;
  readonly listenAddress: string;
  readonly port: number;
  /** Absent where TLS is off. */
  readonly httpsPort?: number;
  readonly cpus: number;
  readonly networks: readonly pulumi.Input<string>[];
}

/** What the proxies of a Swarm route to, and how; a machine's proxy is switched (see routes.ts). */
export interface Routed {
  readonly replicas: readonly string[];
  readonly settings: RoutesSettings;
  /** Absent where TLS is off. */
  readonly certificate?: Certificate;
}

/**
 * nginx, the only container that is published on the host. Its routes are on a
 * volume and change by reload (see routes.ts), so nothing that varies with the
 * replicas is among its arguments: most of them force a replacement.
 */
export class ReverseProxy extends pulumi.ComponentResource {
  /** The name of its container, or of its service. */
  readonly container: pulumi.Output<string>;

  constructor(
    name: string,
    args: ProxyArgs & OnPlatform & Routed,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("tally:stack:Proxy", name, {}, options);
    const { platform } = args;
    const image = platform.image("proxy-image", partImage(args.stack, "proxy", "nginx", args.baseImage), {
      parent: this,
    });
    const routes = platform.volume(
      "proxy-routes",
      { name: objectName(args.stack, "proxy", "routes"), labels: args.labels, retained: false },
      { parent: this },
    );
    const container = proxyContainerArgs(args, image, routes);
    if (platform.kind === "swarm") {
      const [replicas = ""] = args.replicas;
      const { settings, certificate } = args;
      this.container = runProxies(platform, { container, replicas, settings, certificate }, { parent: this });
    } else {
      this.container = platform.run("proxy", container, { parent: this });
    }
    this.registerOutputs({ container: this.container });
  }
}

/** The digest of what only a replacement of the container can change. */
export function proxyDigest(args: Omit<ProxyArgs, "networks">): string {
  const { baseImage, listenAddress, port, httpsPort, cpus } = args;
  return fixedDigest([contextDigest(projectPath("nginx")), baseImage, listenAddress, port, httpsPort, cpus]);
}

/** The container's arguments. */
export function proxyContainerArgs(
  args: ProxyArgs,
  image: pulumi.Input<string>,
  routes: pulumi.Input<string>,
): ContainerDescription {
  // Room for all the connections that nginx.conf allows: by TLS each takes some 40 kilobytes.
  const memory = args.httpsPort === undefined ? 256 : 1024;
  return {
    ...commonArgs,
    name: objectName(args.stack, "proxy"),
    image,
    // As many workers as processors that it may use, not as the machine has.
    command: ["nginx", "-g", `daemon off; worker_processes ${args.cpus};`],
    labels: labelArgs({ ...args.labels, [labelNames.role]: "proxy", [labelNames.fixed]: proxyDigest(args) }),
    networksAdvanced: args.networks.map((network) => ({ name: network })),
    ports: [
      { internal: proxyPort, external: args.port, ip: args.listenAddress },
      ...(args.httpsPort === undefined
        ? []
        : [{ internal: proxyTlsPort, external: args.httpsPort, ip: args.listenAddress }]),
    ],
    volumes: [{ volumeName: routes, containerPath: "/etc/nginx/routes" }],
    // Bodies that strangers begin and do not end must not fill what a switch of the routes writes to.
    tmpfs: { ...tmpfs(16), ...tmpfs(96, "/bodies") },
    memory,
    memorySwap: memory,
    cpus: cpuLimit(args.cpus),
    healthcheck: {
      tests: ["CMD", "curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8081/healthz"],
      interval: goDuration(30),
      timeout: goDuration(5),
      startPeriod: goDuration(10),
      retries: 3,
    },
    stopSignal: "SIGQUIT",
    stopTimeout: stopGraceSeconds,
  };
}
