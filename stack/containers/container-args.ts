import type { ContainerArgs } from "@pulumi/docker";
import { containerUser } from "./names.ts";

/** How long a container may take to stop before it is killed, in seconds. */
export const stopGraceSeconds = 60;

/**
 * What every container of the platform has in common: no privileges, nothing
 * writable but what is mounted, bounded logs, back after a restart of the
 * engine, and time to stop. The provider stops with SIGKILL unless
 * `destroyGraceSeconds` says otherwise.
 */
export const commonArgs = {
  user: containerUser,
  init: true,
  readOnly: true,
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges:true"],
  // An engine that was killed stops, as it comes back, what it finds running, and takes
  // that for a stop by hand: with "unless-stopped" nothing would be started again.
  restart: "always",
  // A line costs the engine half of what it does as JSON, as long as it is not compressed later.
  logDriver: "local",
  logOpts: { "max-size": "10m", "max-file": "3", compress: "false" },
  destroyGraceSeconds: stopGraceSeconds,
  mustRun: true,
} satisfies Partial<ContainerArgs>;

/** Memory to write to, in the form that a tmpfs mount takes. */
export function tmpfs(sizeMegabytes: number, path = "/tmp"): Record<string, string> {
  return { [path]: `rw,noexec,nosuid,nodev,size=${sizeMegabytes}m,mode=1777` };
}

/** A duration as Docker's provider stores it (`1m30s`), so that it shows no difference. */
export function goDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

/** The same as the provider stores it of a service: `1m` where a container has `1m0s`. */
export function shortDuration(duration: string): string {
  return duration.replace(/m0s$/, "m").replace(/h0m$/, "h");
}

/** A number of processors as Docker's provider reads it back, so that it shows no difference. */
export function cpuLimit(cpus: number): string {
  return cpus.toFixed(2).replace(/0$/, "");
}
