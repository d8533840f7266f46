import { map, split } from "./block.ts";
import type { RoutesSettings } from "./settings.ts";
import { everyReplica, replicaUpstreams } from "./upstream.ts";

/** Where requests go, as proxy_pass wants to be told. */
export interface Destinations {
  /** Requests that count, whatever their method. */
  readonly hits: string;
  /** Requests that count if they are a POST. */
  readonly mixed: string;
}

/**
 * Hits that come to one replica together share a write, and a process that is woken for
 * a few costs more than they do. So where there are more replicas than the processors can
 * run beside the rest, hits go to `replicasAtOnce` of them, and to others in the next
 * tenth of a second. What reads goes to all.
 */
export function destinations(servers: readonly unknown[], settings: RoutesSettings): Destinations {
  if (!takesTurns(servers, settings)) return { hits: everyReplica, mixed: everyReplica };
  return { hits: "$replica_in_turn", mixed: "$replica_for_method" };
}

/** Whose turn it is; nothing where it is always everybody's. */
export function renderTurns(servers: readonly unknown[], settings: RoutesSettings): string {
  const { replicasAtOnce = 1 } = settings;
  if (!takesTurns(servers, settings)) return "";
  const seats = Array.from({ length: replicasAtOnce }, (_, seat) => String(seat));
  return [
    map("$msec", "$tenth_of_second", { "~^(?<tenth>\\d+\\.\\d)": "$tenth" }),
    split("$request_id", "$seat", seats),
    split("$tenth_of_second/$seat", "$replica_in_turn", replicaUpstreams(servers)),
    map("$request_method", "$replica_for_method", { default: everyReplica, POST: "$replica_in_turn" }),
  ].join("");
}

function takesTurns(
  servers: readonly unknown[],
  { replicasAtOnce = servers.length }: RoutesSettings,
): boolean {
  return replicasAtOnce < servers.length;
}
