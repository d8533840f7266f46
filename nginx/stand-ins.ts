import { map, split } from "./block.ts";
import { everyReplica, replicaUpstreams } from "./upstream.ts";

/** How many more are asked where they are known by their names: all that a second failure at once would take. */
const namedStandIns = 3;
/** Where one name is all replicas, nginx may come to one of them again, while others are asked too. */
const unnamedStandIns = 5;

/** Who is asked instead of a replica that did not get a request, one after the other, as proxy_pass wants to be told. */
export function standIns(servers: readonly unknown[]): string[] {
  const isNamed = replicaUpstreams(servers).length > 0;
  return isNamed
    ? Array.from({ length: namedStandIns }, (_, index) => variable(index))
    : Array.from({ length: unnamedStandIns }, () => everyReplica);
}

/** Any replica, and those after it. */
export function renderStandIns(servers: readonly unknown[]): string {
  const names = replicaUpstreams(servers);
  if (names.length === 0) return "";
  const next = Object.fromEntries(
    names.map((name, index) => [name, names[(index + 1) % names.length] ?? name]),
  );
  const later = Array.from({ length: namedStandIns - 1 }, (_, index) =>
    map(variable(index), variable(index + 1), next),
  );
  return [split("$request_id", variable(0), names), ...later].join("");
}

function variable(index: number): string {
  return `$stand_in_${index + 1}`;
}
