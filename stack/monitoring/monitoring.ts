import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../config/config.ts";
import type { Labels } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import { Grafana } from "./grafana.ts";
import { Prometheus } from "./prometheus.ts";
import type { MonitoringImages } from "./survey.ts";

export interface MonitoringArgs {
  readonly stack: string;
  readonly labels: Labels;
  readonly images: MonitoringImages;
  readonly ports: Pick<StackConfig, "monitoringPort" | "grafanaPort">;
  /** The network that leads out of the machine, so that ports can be published. */
  readonly outer: pulumi.Input<string>;
  /** The networks of what has metrics: the replicas, and the backups where there are any. */
  readonly inner: readonly pulumi.Input<string>[];
}

/** What watches the stack: Prometheus, and Grafana where its image is at hand. */
export class Monitoring extends pulumi.ComponentResource {
  /** The name of Prometheus's container. */
  readonly prometheus: pulumi.Output<string>;
  /** The names of all its containers. */
  readonly names: readonly string[];

  constructor(name: string, args: MonitoringArgs, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Monitoring", name, {}, options);
    const { stack, labels, images, ports, outer, inner } = args;
    const prometheus = new Prometheus(
      "prometheus",
      {
        stack,
        labels,
        baseImage: images.prometheus,
        port: ports.monitoringPort,
        networks: [outer, ...inner],
      },
      { parent: this },
    );
    this.prometheus = prometheus.container;
    const parts = images.grafana === undefined ? ["prometheus"] : ["prometheus", "grafana"];
    this.names = parts.map((part) => objectName(stack, part));
    if (images.grafana !== undefined) {
      new Grafana(
        "grafana",
        { stack, labels, baseImage: images.grafana, port: ports.grafanaPort, network: outer },
        { parent: this },
      );
    }
    this.registerOutputs({ prometheus: this.prometheus });
  }
}

/** Says, in a preview too, what is left out. */
export async function noteMissingGrafana({ grafana, wantedGrafana }: MonitoringImages): Promise<void> {
  if (grafana !== undefined) return;
  await pulumi.log.warn(
    `Grafana is left out, because this machine has no image ${wantedGrafana} and cannot pull it; ` +
      "Prometheus does without. tally:grafanaImage names another image.",
  );
}
