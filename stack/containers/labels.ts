import type { types } from "@pulumi/docker";

/** The part that a container plays in its stack. */
export type Role = "proxy" | "redis" | "service" | "backup" | "prometheus" | "grafana";

export type EngineName = "pulumi" | "embedded";

/** What every Docker object of Tally's says of itself; `status`, `logs` and the engines go by it. */
export const labelNames = {
  stack: "tally.stack",
  engine: "tally.engine",
  role: "tally.role",
  release: "tally.release",
  replica: "tally.replica",
  spec: "tally.spec",
  /** On the service's image, and so on its containers: the signal that ends its streams. */
  streams: "tally.streams",
  /** On the proxy and on Redis: what only a replacement changes. */
  fixed: "tally.fixed",
  /** On what `down` leaves in place. */
  retain: "tally.retain",
} as const;

export type Labels = Partial<Record<(typeof labelNames)[keyof typeof labelNames], string>>;

/** Labels as the Docker provider takes them. */
export function labelArgs(labels: Labels): types.input.ContainerLabel[] {
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}

/**
 * Of a volume that outlives its stack. The engine is no part of them: the one
 * that makes the stack next may be the other, and finds the volume as its own.
 */
export function retainedLabelArgs(labels: Labels): types.input.ContainerLabel[] {
  const { [labelNames.engine]: _, ...others } = labels;
  return labelArgs({ ...others, [labelNames.retain]: "true" });
}
