import type { Redis } from "ioredis";
import type { Metrics } from "./metrics.ts";

/** Times every command of a client, and counts how often it had to connect again. */
export function measureRedis(redis: Redis, metrics: Pick<Metrics, "roundTrip" | "reconnected">): void {
  const sendCommand = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    const startMs = performance.now();
    const done = () => metrics.roundTrip(command.name, (performance.now() - startMs) / 1000);
    command.promise.then(done, done);
    return sendCommand(command, stream);
  };

  let connected = redis.status === "ready";
  redis.on("ready", () => {
    if (connected) metrics.reconnected();
    connected = true;
  });
}
