import { Counter, Histogram, type Registry } from "prom-client";

/** What the service counts and times about itself. */
export interface Metrics {
  /** @param route the pattern, never a path: a client must not make up labels */
  request(method: string, route: string, status: string, seconds: number): void;
  /** A write that Redis has acknowledged. @param entries how many hits and operations shared it */
  written(entries: number, counted: bigint): void;
  /** A command that Redis has answered, or that failed. */
  roundTrip(command: string, seconds: number): void;
  reconnected(): void;
}

/** For whoever wants to know nothing. */
export const noMetrics: Metrics = {
  request() {},
  written() {},
  roundTrip() {},
  reconnected() {},
};

const requestBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const roundTripBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5];
const entriesBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Keeps them in a registry. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const requests = new Histogram({
    name: "tally_http_request_duration_seconds",
    help: "Time from a request's arrival to the end of its answer, or of its stream.",
    labelNames: ["method", "route", "status"],
    buckets: requestBuckets,
    registers,
  });
  const counts = new Counter({
    name: "tally_counts_acknowledged_total",
    help: "What hits, visits, page views and votes have added to all counters together.",
    registers,
  });
  const entries = new Histogram({
    name: "tally_write_batch_entries",
    help: "How many hits and operations share a write to Redis.",
    buckets: entriesBuckets,
    registers,
  });
  const roundTrips = new Histogram({
    name: "tally_redis_round_trip_duration_seconds",
    help: "Time from a command to its reply.",
    labelNames: ["command"],
    buckets: roundTripBuckets,
    registers,
  });
  const reconnects = new Counter({
    name: "tally_redis_reconnects_total",
    help: "How often a lost connection to Redis was made again.",
    registers,
  });

  return {
    request: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    written(size, counted) {
      entries.observe(size);
      counts.inc(Number(counted));
    },
    roundTrip: (command, seconds) => roundTrips.observe({ command }, seconds),
    reconnected: () => reconnects.inc(),
  };
}
