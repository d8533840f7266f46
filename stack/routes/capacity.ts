/** How many replicas can be busy at once: the proxy and Redis take about as much of the processors as they do. */
export function busyReplicas(cpus: number): number {
  return Math.max(1, Math.floor(cpus / 2));
}

/**
 * What weight a replica has where containers want more of the processors than there is: Docker's
 * own as it serves, and as it starts beside others so little that visitors do not notice. Where
 * control groups are of the second version, runc before 1.3.2 makes less of the former than what
 * a container has of which nothing is said; then the proxy and Redis go before replicas.
 */
export const cpuShares = { starting: 128, serving: 1024 } as const;

/**
 * How long a replica may start with little of the processors, in milliseconds: a quarter of the
 * gate's patience, and five seconds at most. What else keeps them busy may never leave it more.
 */
export function startingMs(gateTimeoutSeconds: number): number {
  return Math.min(gateTimeoutSeconds * 250, 5000);
}
