import type { ContainerInfo } from "dockerode";
import { labelNames } from "./labels.ts";

const roles: readonly (string | undefined)[] = ["proxy", "service", "backup", "redis"];

/** Sorts whoever sends requests before whoever answers them. */
export function stopOrder(a: ContainerInfo, b: ContainerInfo): number {
  return place(a) - place(b);
}

function place({ Labels }: ContainerInfo): number {
  return roles.indexOf(Labels[labelNames.role]);
}
