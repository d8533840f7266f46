import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { proxyPort, proxyTlsPort } from "../nginx/ports.ts";
import { commonArgs, cpuLimit, goDuration, stopGraceSeconds, tmpfs } from "./containers/container-args.ts";
import { type Labels, labelArgs, labelNames } from "./containers/labels.ts";
import { objectName } from "./containers/names.ts";
import { contextDigest, projectPath } from "./release/build-context.ts";
import { buildImage } from "./release/image.ts";
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

/**
 * nginx, the only container that is published on the host. Its routes are on a
 * volume and change by reload (see routes.ts), so nothing that varies with the
 * replicas is among its arguments: most of them force a replacement.
 */
export class ReverseProxy extends pulumi.ComponentResource {
  readonly container: docker.Container;

  constructor(name: string, args: ProxyArgs, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Proxy", name, {}, options);
    const image = buildImage(
      "proxy-image",
      {
        repository: objectName(args.stack, "proxy"),
        context: "nginx",
        dockerfile: "nginx/Dockerfile",
        args: { BASE_IMAGE: args.baseImage },
      },
      { parent: this },
    );
    const routes = new docker.Volume(
      "proxy-routes",
      { name: objectName(args.stack, "proxy", "routes"), labels: labelArgs(args.labels) },
      { parent: this },
    );
    this.container = new docker.Container("proxy", proxyContainerArgs(args, image, routes.name), {
      parent: this,
      // The provider takes no notice of a change that is in the health check alone.
      replaceOnChanges: ["healthcheck"],
      // The host's port can be held by one container only.
      deleteBeforeReplace: true,
    });
    this.registerOutputs({ container: this.container.name });
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
): docker.ContainerArgs {
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
