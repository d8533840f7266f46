import * as pulumi from "@pulumi/pulumi";
import { commonArgs, cpuLimit, goDuration, stopGraceSeconds, tmpfs } from "../containers/container-args.ts";
import type { ContainerDescription } from "../containers/description.ts";
import { type Labels, labelArgs, labelNames } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import { machine } from "../platforms/machine.ts";
import { partImage } from "../release/image.ts";

export interface PrometheusArgs {
  readonly stack: string;
  readonly labels: Labels;
  readonly baseImage: string;
  /** On this machine's loopback. */
  readonly port: number;
  /** The first is the one that publishes, the others lead to what is scraped. */
  readonly networks: readonly pulumi.Input<string>[];
}

/** Prometheus with its alerts. What it scrapes is told it by the switch of the routes. */
export class Prometheus extends pulumi.ComponentResource {
  readonly container: pulumi.Output<string>;

  constructor(name: string, args: PrometheusArgs, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Prometheus", name, {}, options);
    const image = machine.image(
      "prometheus-image",
      partImage(args.stack, "prometheus", "stack/monitoring/prometheus", args.baseImage),
      { parent: this },
    );
    const volume = (part: string) =>
      machine.volume(
        `prometheus-${part}`,
        { name: objectName(args.stack, "prometheus", part), labels: args.labels, retained: false },
        { parent: this },
      );
    const volumes = { data: volume("data"), targets: volume("targets") };
    const container = prometheusContainerArgs(args, image, volumes);
    this.container = machine.run("prometheus", container, { parent: this });
    this.registerOutputs({ container: this.container });
  }
}

/** The container's arguments. */
export function prometheusContainerArgs(
  args: PrometheusArgs,
  image: pulumi.Input<string>,
  volumes: { readonly data: pulumi.Input<string>; readonly targets: pulumi.Input<string> },
): ContainerDescription {
  return {
    ...commonArgs,
    name: objectName(args.stack, "prometheus"),
    image,
    command: [
      "prometheus",
      "--config.file=/etc/tally/prometheus.yml",
      "--storage.tsdb.path=/var/lib/tally",
      "--storage.tsdb.retention.time=15d",
      "--storage.tsdb.retention.size=1GB",
    ],
    labels: labelArgs({ ...args.labels, [labelNames.role]: "prometheus" }),
    networksAdvanced: args.networks.map((network) => ({ name: network })),
    ports: [{ internal: 9090, external: args.port, ip: "127.0.0.1" }],
    volumes: [
      { volumeName: volumes.data, containerPath: "/var/lib/tally" },
      { volumeName: volumes.targets, containerPath: "/etc/tally/targets" },
    ],
    tmpfs: tmpfs(16),
    memory: 256,
    memorySwap: 256,
    cpus: cpuLimit(0.5),
    healthcheck: {
      tests: ["CMD", "promtool", "check", "healthy", "--url=http://127.0.0.1:9090"],
      interval: goDuration(30),
      timeout: goDuration(5),
      startPeriod: goDuration(10),
      retries: 3,
    },
    stopTimeout: stopGraceSeconds,
  };
}
