import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, type Registry } from "prom-client";
import type { Live } from "../live/live.ts";

export interface GaugesArgs {
  readonly release: string;
  readonly live: Pick<Live, "openStreams">;
  readonly redis: { readonly status: string };
  /** Undefined where Redis does not say. */
  readonly delayedFsyncs: () => Promise<number | undefined>;
}

const nanosecond = 1e-9;
const microsecond = 1e-6;
/** How finely the event loop is watched, in milliseconds: each look wakes the process. */
const resolution = 100;

/** What is looked at when somebody asks, and costs nothing until then. */
export function registerGauges(registry: Registry, args: GaugesArgs): void {
  const { release, live, redis, delayedFsyncs } = args;
  const registers = [registry];
  new Gauge({
    name: "tally_release_info",
    help: "Always 1; the label says which release runs.",
    labelNames: ["release"],
    registers,
  }).set({ release }, 1);
  new Gauge({
    name: "tally_live_streams",
    help: "Live streams that are open.",
    registers,
    collect() {
      this.set(live.openStreams);
    },
  });
  new Gauge({
    name: "tally_redis_up",
    help: "Whether there is a usable connection to Redis.",
    registers,
    collect() {
      this.set(redis.status === "ready" ? 1 : 0);
    },
  });
  new Counter({
    name: "tally_redis_aof_delayed_fsync_total",
    help: "How often Redis had to wait for the disk before it could write its log.",
    // Nothing rather than a false 0 where Redis does not say.
    labelNames: [],
    registers,
    async collect() {
      const delayed = await delayedFsyncs();
      this.reset();
      if (delayed === undefined) this.remove();
      else this.inc(delayed);
    },
  });
  registerEventLoopDelay(registry);
  registerProcess(registry);
}

function registerEventLoopDelay(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  new Gauge({
    name: "tally_event_loop_delay_seconds",
    help: "How late the event loop was since the last scrape, looked at ten times a second; percentile 100 is the longest delay.",
    // Prometheus keeps "quantile" for summaries, which this is not: it forgets at every scrape.
    labelNames: ["percentile"],
    registers: [registry],
    collect() {
      for (const percentile of [50, 99, 100]) {
        const delayed = delay.count === 0 ? 0 : delay.percentile(percentile) - resolution * 1e6;
        this.set({ percentile }, Math.max(0, delayed) * nanosecond);
      }
      delay.reset();
    },
  });
}

/** Under the names that every exporter gives them. */
function registerProcess(registry: Registry): void {
  const registers = [registry];
  new Counter({
    name: "process_cpu_seconds_total",
    help: "Processor time, of the user and of the system.",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) * microsecond);
    },
  });
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Memory that is in use.",
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: "process_start_time_seconds",
    help: "When the process started, in seconds since 1970.",
    registers,
  }).set(Date.now() / 1000 - process.uptime());
}
