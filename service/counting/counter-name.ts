import { BadCounterName } from "../errors.ts";

/** Each part is 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen, not all of them dots. */
export interface CounterName {
  readonly namespace: string;
  readonly key: string;
}

/** Holds the built-in counters and nothing else. */
export const reservedNamespace = "tally";

export const visits: CounterName = { namespace: reservedNamespace, key: "visits" };
export const totalVisitors: CounterName = { namespace: reservedNamespace, key: "total_visitors" };
export const votes: CounterName = { namespace: reservedNamespace, key: "votes" };

const builtIns = new Set([visits, totalVisitors, votes].map(formatCounterName));
// Clients and proxies take a path's part of one or two dots for a step, so such a counter has no URL.
const part = /^(?!\.+$)[A-Za-z0-9_.-]{1,64}$/;

/** @throws BadCounterName */
export function counterName(namespace: string, key: string): CounterName {
  if (!part.test(namespace) || !part.test(key)) throw new BadCounterName(`${namespace}/${key}`);
  return { namespace, key };
}

/**
 * Reads `namespace/key`.
 *
 * @throws BadCounterName
 */
export function parseCounterName(text: string): CounterName {
  if (!isCounterName(text)) throw new BadCounterName(text);
  const [namespace = "", key = ""] = text.split("/");
  return { namespace, key };
}

export function isCounterName(text: string): boolean {
  const [namespace = "", key = "", ...rest] = text.split("/");
  return rest.length === 0 && part.test(namespace) && part.test(key);
}

/** `namespace/key` */
export function formatCounterName({ namespace, key }: CounterName): string {
  return `${namespace}/${key}`;
}

/** Whether it always exists, whatever Redis holds. */
export function isBuiltIn(name: CounterName): boolean {
  return name.namespace === reservedNamespace && builtIns.has(formatCounterName(name));
}

/** Whether no such counter can ever be. */
export function isReserved(name: CounterName): boolean {
  return name.namespace === reservedNamespace && !isBuiltIn(name);
}
