import { proxyTlsPort } from "../../../nginx/ports.ts";
import { labelNames } from "../../../stack/containers/labels.ts";
import { run } from "../../../stack/machine/command.ts";
import type { Contender } from "./contenders.ts";
import type { System } from "./system.ts";
import { parseWrkResult, type WrkResult } from "./wrk-result.ts";

export const connections = 64;
const threads = 2;

/** Whoever has none is a bot, which counts nothing. */
const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** What a steady rate of requests has met. */
export interface PacedResult {
  readonly due: number;
  readonly answered: number;
  readonly unanswered: number;
  readonly failures: readonly string[];
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** Makes load inside the network of a system's proxy, each time from a container of its own. */
export interface LoadGenerator {
  /** As fast as answers come. @throws Error when not every answer is a good one */
  hit(system: System, contender: Contender, counters: number, seconds: number): Promise<WrkResult>;
  /** At a steady rate. */
  pace(
    system: System,
    contender: Contender,
    requestsPerSecond: number,
    seconds: number,
  ): Promise<PacedResult>;
  /** One request. @returns status and body */
  ask(system: System, contender: Contender): Promise<{ status: number; body: string }>;
}

/** @param stack whose label the containers carry, by which an abandoned run is cleaned up */
export function createLoadGenerator(image: string, stack: string, signal: AbortSignal): LoadGenerator {
  function load(system: System, ...command: string[]): Promise<string> {
    const container = [
      "--rm",
      "--network",
      `container:${system.proxy}`,
      "--label",
      `${labelNames.stack}=${stack}`,
    ];
    return run("docker", ["run", ...container, "--env", `USER_AGENT=${userAgent}`, image, ...command], {
      signal,
    });
  }

  return {
    async hit(system, { method, path }, counters, seconds) {
      const options = [
        `-t${threads}`,
        `-c${connections}`,
        `-d${seconds}s`,
        "--timeout",
        "20s",
        "-s",
        "request.lua",
      ];
      const header = ["-H", `User-Agent: ${userAgent}`];
      return parseWrkResult(
        await load(system, "wrk", ...options, ...header, system.origin, "--", method, path, String(counters)),
      );
    },
    async pace(system, { path }, requestsPerSecond, seconds) {
      const { port } = new URL(system.origin);
      if (Number(port) === proxyTlsPort) throw new RangeError("a steady rate is for http");
      const args = [port, path, requestsPerSecond, seconds, connections].map(String);
      return parseLine(await load(system, "node", "paced.ts", ...args));
    },
    async ask(system, { method, path }) {
      const url = `${system.origin}${path.replace("{n}", "0")}`;
      return parseLine(await load(system, "node", "--no-warnings", "ask.ts", method, url));
    },
  };
}

function parseLine<Result>(output: string): Result {
  return JSON.parse(output.split("\n").find((line) => line.startsWith("{")) ?? "");
}
