import type Docker from "dockerode";
import { findBaseImage, grafanaImage, hasImage } from "../base-images.ts";
import type { StackConfig } from "../config/config.ts";
import { refuseTakenPort } from "../survey/port-check.ts";

/** The images of what watches the stack. */
export interface MonitoringImages {
  readonly prometheus: string;
  readonly wantedGrafana: string;
  /** Undefined where the machine does not have the one that is wanted. */
  readonly grafana?: string;
}

/**
 * Finds the images; undefined where monitoring is off.
 *
 * @throws Error naming who holds a port that one of them is to be published on
 */
export async function surveyMonitoring(
  docker: Docker,
  config: StackConfig,
): Promise<MonitoringImages | undefined> {
  if (config.monitoring === "off") return undefined;
  const wantedGrafana = config.grafanaImage ?? grafanaImage;
  const [prometheus, hasGrafana] = await Promise.all([
    config.prometheusImage ?? findBaseImage(docker, "prometheus"),
    hasImage(docker, wantedGrafana),
  ]);
  const wanted = { stack: config.stack, listenAddress: "127.0.0.1" };
  const { monitoringPort, grafanaPort } = config;
  await refuseTakenPort(docker, {
    ...wanted,
    role: "prometheus",
    key: "monitoringPort",
    port: monitoringPort,
  });
  if (hasGrafana) {
    await refuseTakenPort(docker, { ...wanted, role: "grafana", key: "grafanaPort", port: grafanaPort });
  }
  return { prometheus, wantedGrafana, ...(hasGrafana && { grafana: wantedGrafana }) };
}
