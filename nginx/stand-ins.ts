import { map, split } from "./block.ts";
import type { RoutesSettings } from "./settings.ts";
import { destinations } from "./turns.ts";
import { everyReplica, replicaUpstreams } from "./upstream.ts";

/** How many more are asked: enough for two that fail at once, and over within 10 s where nothing answers. */
const count = 3;

/** Who is asked instead of a replica that did not get a request, one after the other, as proxy_pass wants to be told. */
export function standIns(servers: readonly unknown[]): string[] {
  const isNamed = replicaUpstreams(servers).length > 0;
  return Array.from({ length: count }, (_, index) => (isNamed ? variable(index) : everyReplica));
}

/** Those after the replica whose turn it is; any of them and those after it where it is everybody's. */
export function renderStandIns(servers: readonly unknown[], settings: RoutesSettings): string {
  const names = replicaUpstreams(servers);
  if (names.length === 0) return "";
  const next = Object.fromEntries(
    names.map((name, index) => [name, names[(index + 1) % names.length] ?? name]),
  );
  const { hits } = destinations(servers, settings);
  const first =
    hits === everyReplica ? split("$request_id", variable(0), names) : map(hits, variable(0), next);
  const later = Array.from({ length: count - 1 }, (_, index) =>
    map(variable(index), variable(index + 1), next),
  );
  return [first, ...later].join("");
}

function variable(index: number): string {
  return `$stand_in_${index + 1}`;
}
