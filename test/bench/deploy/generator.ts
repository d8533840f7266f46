import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { proxyPort } from "../../../nginx/ports.ts";
import { objectName } from "../../../stack/containers/names.ts";
import type { LoadReport } from "../../support/load.ts";
import type { Platform } from "../../support/platform.ts";

/** What came in since the last lap, and how well the generator kept time. */
export interface Lap extends LoadReport {
  /** How much of the time its event loop was at work, from 0 to 1. */
  readonly busy: number;
  /** How late each of a steady row of timers was, in milliseconds. */
  readonly latenessMs: readonly number[];
}

export type GeneratorCall = "lap" | "stop";

/**
 * The load, from a process of its own: what goes on in this one is no part of a latency.
 * It is inside the proxy's network (by nsenter, which needs root), for the engine passes
 * on what comes to the host's own loopback by a process that has to wait for the engine.
 */
export interface Generator {
  lap(): Promise<Lap>;
  /** Sends no more and waits for what is under way. */
  stop(): Promise<Lap>;
  /** Ends it at once. */
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startGenerator(platform: Platform, requestsPerSecond: number): Promise<Generator> {
  const { State } = await platform.docker.getContainer(objectName(platform.stack, "proxy")).inspect();
  const program = fileURLToPath(new URL("generator-process.ts", import.meta.url));
  const load = [process.execPath, program, `http://127.0.0.1:${proxyPort}`, String(requestsPerSecond)];
  const generator = spawn("nsenter", ["--net", "--target", String(State.Pid), ...load], {
    // A session of its own, and with it a share of the processors of its own.
    detached: true,
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const closed = once(generator, "close");
  const failed = new AbortController();
  closed.then(
    ([code]) => failed.abort(new Error(`the load generator ended with ${code}`)),
    (error) => failed.abort(error),
  );

  async function call(name: GeneratorCall): Promise<Lap> {
    const answer = once(generator, "message", { signal: failed.signal });
    generator.send(name);
    const [lap] = await answer;
    return lap;
  }

  return {
    lap: () => call("lap"),
    stop: () => call("stop"),
    async [Symbol.asyncDispose]() {
      generator.kill();
      await closed;
    },
  };
}
