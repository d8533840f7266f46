import * as pulumi from "@pulumi/pulumi";
import { commonArgs, cpuLimit, goDuration, stopGraceSeconds, tmpfs } from "../containers/container-args.ts";
import type { ContainerDescription } from "../containers/description.ts";
import { type Labels, labelArgs, labelNames } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import { machine } from "../platforms/machine.ts";
import { partImage } from "../release/image.ts";

export interface GrafanaArgs {
  readonly stack: string;
  readonly labels: Labels;
  readonly baseImage: string;
  /** On this machine's loopback. */
  readonly port: number;
  /** On which it reaches Prometheus. */
  readonly network: pulumi.Input<string>;
}

/** Grafana with Tally's dashboard. It keeps nothing: all that it shows is provisioned. */
export class Grafana extends pulumi.ComponentResource {
  constructor(name: string, args: GrafanaArgs, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Grafana", name, {}, options);
    const image = machine.image(
      "grafana-image",
      partImage(args.stack, "grafana", "stack/monitoring/grafana", args.baseImage),
      { parent: this },
    );
    machine.run("grafana", grafanaContainerArgs(args, image), { parent: this });
    this.registerOutputs({});
  }
}

/** The container's arguments. */
export function grafanaContainerArgs(args: GrafanaArgs, image: pulumi.Input<string>): ContainerDescription {
  const env = {
    PROMETHEUS_URL: `http://${objectName(args.stack, "prometheus")}:9090`,
    GF_PATHS_PROVISIONING: "/etc/tally/provisioning",
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: "/etc/tally/dashboards/tally.json",
    GF_PATHS_DATA: "/tmp/data",
    GF_PATHS_PLUGINS: "/tmp/plugins",
    GF_PATHS_LOGS: "/tmp/logs",
    GF_LOG_MODE: "console",
    // Whoever reaches this machine's loopback may look, and nobody may change anything.
    GF_AUTH_ANONYMOUS_ENABLED: "true",
    GF_AUTH_ANONYMOUS_ORG_ROLE: "Viewer",
    GF_AUTH_DISABLE_LOGIN_FORM: "true",
    GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true",
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_PLUGINS_PREINSTALL_DISABLED: "true",
  };
  return {
    ...commonArgs,
    name: objectName(args.stack, "grafana"),
    image,
    envs: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    labels: labelArgs({ ...args.labels, [labelNames.role]: "grafana" }),
    networksAdvanced: [{ name: args.network }],
    ports: [{ internal: 3000, external: args.port, ip: "127.0.0.1" }],
    tmpfs: tmpfs(64),
    memory: 256,
    memorySwap: 256,
    cpus: cpuLimit(0.5),
    healthcheck: {
      tests: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/api/health"],
      interval: goDuration(30),
      timeout: goDuration(5),
      startPeriod: goDuration(30),
      retries: 3,
    },
    stopTimeout: stopGraceSeconds,
  };
}
