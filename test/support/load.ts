import { Agent, type IncomingMessage, request } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface LoadOptions {
  /** By https, any certificate is taken. */
  readonly url: string;
  readonly requestsPerSecond: number;
  /** After this long, in milliseconds, a request has failed. */
  readonly timeoutMs?: number;
}

export interface LoadReport {
  readonly sent: number;
  /** Why requests failed: anything but the expected status. */
  readonly failures: readonly string[];
  /** Every number that was handed out, in the order of arrival. */
  readonly visits: readonly number[];
  readonly votes: readonly number[];
  /** Time to the last byte of each request that succeeded, in milliseconds, but for slow readers. */
  readonly latenciesMs: readonly number[];
  /** When each request that succeeded was answered, by `performance.now()`. */
  readonly answeredAtMs: readonly number[];
  /** The longest that any request took to succeed or fail, in milliseconds, slow readers included. */
  readonly longestWaitMs: number;
}

export interface Load {
  /** How many requests have no answer yet. */
  readonly underWay: number;
  /** What has come in since the start or the last call. */
  lap(): LoadReport;
  /** Sends no more, waits for what is under way and reports on everything since the last lap. */
  stop(): Promise<LoadReport>;
}

interface Shape {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly keepAlive: boolean;
  /** How long the reader waits before it reads the answer, in milliseconds. */
  readonly readsAfterMs: number;
}

/** What is sent, in turn: both methods, kept and fresh connections, now and then a slow reader. */
const shapes: readonly Shape[] = [
  { method: "GET", path: "/count", keepAlive: true, readsAfterMs: 0 },
  { method: "POST", path: "/vote", keepAlive: false, readsAfterMs: 0 },
  { method: "GET", path: "/count", keepAlive: false, readsAfterMs: 0 },
  { method: "POST", path: "/vote", keepAlive: true, readsAfterMs: 0 },
  { method: "GET", path: "/count", keepAlive: true, readsAfterMs: 0 },
  { method: "POST", path: "/vote", keepAlive: true, readsAfterMs: 0 },
  { method: "GET", path: "/count", keepAlive: false, readsAfterMs: 400 },
];

/** The least time between two looks at what is due, in milliseconds. */
const tickMs = 5;

/**
 * How long a connection may be idle, unless the server names less. Node's agent heeds a server's
 * `Keep-Alive: timeout` only where it has such a limit itself; without one it uses connections that the
 * server is closing at that moment.
 */
const idleLimitMs = 60_000;

/**
 * Sends requests at a steady rate, however slowly they are answered (an open
 * loop), and counts every one that is not. Nothing is retried.
 *
 * It is our own because the tools at hand lack a part of it: autocannon and wrk
 * are closed loops, loadtest bounds what is under way, vegeta and k6 come from
 * no package registry that a bare machine has, and none reads slowly or checks
 * the numbers that are handed out.
 */
export function startLoad({ url, requestsPerSecond, timeoutMs = 20_000 }: LoadOptions): Load {
  const kept = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, timeout: idleLimitMs };
  const agent = url.startsWith("https:") ? new TlsAgent(kept) : new Agent(kept);
  const underWay = new Set<Promise<void>>();
  let record = emptyRecord();
  let sent = 0;
  let stopped = false;

  async function send(shape: Shape): Promise<void> {
    record.sent += 1;
    const startedAt = performance.now();
    try {
      const { status, body } = await ask(new URL(shape.path, url), shape, agent, timeoutMs);
      if (status !== 200) throw new Error(`status ${status}: ${body.slice(0, 200)}`);
      if (shape.readsAfterMs === 0) record.latenciesMs.push(performance.now() - startedAt);
      if (shape.path === "/vote") record.votes.push(Number(JSON.parse(body).votes));
      else record.visits.push(Number(/visited (\d+) times/.exec(body)?.[1]));
      record.answeredAtMs.push(performance.now());
    } catch (error) {
      const reason = error instanceof Error ? `${error.name} ${error.message}` : String(error);
      record.failures.push(
        `${shape.method} ${shape.path} (${shape.keepAlive ? "kept" : "fresh"}): ${reason}`,
      );
    }
    record.longestWaitMs = Math.max(record.longestWaitMs, performance.now() - startedAt);
  }

  function lap(): LoadReport {
    const finished = record;
    record = emptyRecord();
    return finished;
  }

  const loop = (async () => {
    const startedAt = performance.now();
    while (!stopped) {
      const elapsedMs = performance.now() - startedAt;
      const due = Math.floor((elapsedMs / 1000) * requestsPerSecond);
      for (; sent < due; sent += 1) {
        const shape = shapes[sent % shapes.length];
        if (!shape) continue;
        const work = send(shape).finally(() => underWay.delete(work));
        underWay.add(work);
      }
      await sleep(Math.max(tickMs, ((sent + 1) / requestsPerSecond) * 1000 - elapsedMs));
    }
  })();

  return {
    get underWay() {
      return underWay.size;
    },
    lap,
    async stop() {
      stopped = true;
      await loop;
      await Promise.all(underWay);
      agent.destroy();
      return lap();
    },
  };
}

function emptyRecord() {
  return {
    sent: 0,
    failures: [] as string[],
    visits: [] as number[],
    votes: [] as number[],
    latenciesMs: [] as number[],
    answeredAtMs: [] as number[],
    longestWaitMs: 0,
  };
}

async function ask(
  url: URL,
  { method, keepAlive, readsAfterMs }: Shape,
  agent: Agent,
  timeoutMs: number,
): Promise<{ status: number | undefined; body: string }> {
  const signal = AbortSignal.timeout(timeoutMs);
  const send = url.protocol === "https:" ? tlsRequest : request;
  const headers = { Accept: acceptFor(method) };
  const options = { method, agent: keepAlive ? agent : (false as const), signal, headers };
  const startedAt = performance.now();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = send(url, { ...options, rejectUnauthorized: false })
      .once("response", resolve)
      .once("error", (error) => {
        if (sent.reusedSocket) error.message += describeIdleness(sent.socket, startedAt);
        reject(error);
      });
    sent.end();
  });
  const { socket } = response;
  response.once("end", () => lastAnswered.set(socket, performance.now()));
  if (readsAfterMs > 0) await sleep(readsAfterMs);
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) body += chunk;
  return { status: response.statusCode, body };
}

/** When each connection had its last answer, by `performance.now()`. */
const lastAnswered = new WeakMap<Socket, number>();

/** Whether a connection had a reason to be closed under a request tells much about who closed it. */
function describeIdleness(socket: Socket | null, startedAt: number): string {
  const idleMs = startedAt - ((socket && lastAnswered.get(socket)) ?? Number.NaN);
  const underWayMs = performance.now() - startedAt;
  return ` after ${underWayMs.toFixed()} ms, on a connection that had been idle for ${idleMs.toFixed()} ms`;
}

function acceptFor(method: Shape["method"]): string {
  return method === "POST" ? "application/json" : "text/plain";
}
