import type Docker from "dockerode";
import { grafanaImage, hasImage } from "../base-images.ts";
import { readSettings } from "../commands/settings.ts";
import { noChanges } from "../config/setting-changes.ts";
import type { Role } from "../containers/labels.ts";

/** Parts that a stack has only where its configuration says so. */
export type ConfiguredRole = Extract<Role, "backup" | "prometheus" | "grafana">;

/** Those that it says; none where there is something wrong with it, which the next update says. */
export async function readConfiguredRoles(docker: Docker, stack: string): Promise<ConfiguredRole[]> {
  const config = await readSettings({ stack, ...noChanges }).catch(() => undefined);
  if (config === undefined) return [];
  const roles: ConfiguredRole[] = config.backup > 0 ? ["backup"] : [];
  if (config.monitoring === "off") return roles;
  const hasGrafana = await hasImage(docker, config.grafanaImage ?? grafanaImage);
  return [...roles, "prometheus", ...(hasGrafana ? (["grafana"] as const) : [])];
}
