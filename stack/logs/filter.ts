import type { StackContainer } from "../commands/stack-containers.ts";
import { type Level, type LogLine, levels } from "./log-line.ts";

/** Which lines are shown; undefined lets all through. */
export interface LogFilter {
  /** The least important level. */
  readonly level: Level | undefined;
  /** Of the request, by which the proxy's and the replica's lines are found together. */
  readonly id: string | undefined;
}

/** @throws Error that says which levels there are */
export function parseLevel(given: string | undefined): Level | undefined {
  const level = levels.find((known) => known === given);
  if (level === undefined && given !== undefined) {
    throw new Error(`--level is "${given}" but must be one of ${levels.join(", ")}`);
  }
  return level;
}

export function isShown({ level, id }: LogFilter, line: LogLine): boolean {
  if (level !== undefined && levels.indexOf(line.level) < levels.indexOf(level)) return false;
  return id === undefined || line.fields?.requestId === id;
}

/**
 * The containers whose lines are wanted: a replica is named by its number or its whole name.
 *
 * @throws Error that says which replicas there are
 */
export function chooseContainers(
  containers: readonly StackContainer[],
  replica: string | undefined,
): readonly StackContainer[] {
  if (replica === undefined) return containers;
  const replicas = containers.filter(({ role }) => role === "service");
  const chosen = replicas.filter(({ name }) => isReplica(name, replica));
  if (chosen.length > 0) return chosen;
  const known = replicas.map(({ name }) => name).join(", ") || "none";
  throw new Error(
    `--replica is "${replica}" but must be the number or the name of a replica; there are ${known}`,
  );
}

export function isReplica(name: string, replica: string): boolean {
  return name === replica || name.endsWith(`-${replica}`);
}
