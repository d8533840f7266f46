import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "../support/free-port.ts";
import { until } from "../support/until.ts";
import type { LogLine } from "./log-lines.ts";

const main = fileURLToPath(new URL("../../service/main.ts", import.meta.url));

/** The service as it really runs: a process of its own. */
export interface ServiceProcess {
  readonly port: number;
  readonly url: string;
  readonly metricsUrl: string;
  /** Standard output, and what is not JSON fails the test that reads it. */
  readonly lines: LogLine[];
  readonly errorLines: LogLine[];
  said(message: string): LogLine | undefined;
  signal(signal: NodeJS.Signals): void;
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  dispose(): Promise<void>;
}

/** Starts a process with these settings and no others; does not wait for it to listen. */
export async function spawnService(settings: Record<string, string>): Promise<ServiceProcess> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const ports = { PORT: String(port), METRICS_PORT: String(metricsPort) };
  const env = { ...ports, REDIS_HOST: "127.0.0.1", DRAIN_MS: "3000", ...settings };
  const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "close").then(([code]) => code as number | null);
  const lines = collect(child, "stdout");
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    lines,
    errorLines: collect(child, "stderr"),
    said: (message) => lines.find(({ msg }) => msg === message),
    signal: (signal) => child.kill(signal),
    exited,
    async dispose() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Starts a process and waits until it is ready for traffic. */
export async function startService(settings: Record<string, string>): Promise<ServiceProcess> {
  const service = await spawnService(settings);
  try {
    await until(() => service.said("listening") && service.said("connected to Redis"));
  } catch (error) {
    await service.dispose();
    throw error;
  }
  return service;
}

function collect(child: ChildProcess, name: "stdout" | "stderr"): LogLine[] {
  const lines: LogLine[] = [];
  const input = child[name];
  if (input) createInterface({ input }).on("line", (line) => lines.push(JSON.parse(line)));
  return lines;
}
