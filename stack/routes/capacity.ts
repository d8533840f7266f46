/** How many replicas can be busy at once: the proxy and Redis take about as much of the processors as they do. */
export function busyReplicas(cpus: number): number {
  return Math.max(1, Math.floor(cpus / 2));
}
