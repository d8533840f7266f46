import { type Answer, openConnection } from "./connection.ts";

// Asks for one path at a steady rate, however slowly it is answered (an open loop): the
// time of an answer is counted from the moment at which its request was due, so that a
// server that falls behind is not asked less.

const [port = "", path = "", requestsPerSecond = "", seconds = "", connections = ""] = process.argv.slice(2);
const intervalMs = 1000 / Number(requestsPerSecond);
const durationMs = Number(seconds) * 1000;

const latenciesMs: number[] = [];
const failures: string[] = [];
const waiting: number[] = [];
const head = [
  `GET ${path} HTTP/1.1`,
  `Host: 127.0.0.1:${port}`,
  "Accept: */*",
  `User-Agent: ${process.env.USER_AGENT}`,
];
const all = Array.from({ length: Number(connections) }, () =>
  openConnection(Number(port), `${head.join("\r\n")}\r\n\r\n`, enter),
);
const idle = await Promise.all(all);

const startedMs = performance.now();
let due = 0;
while (performance.now() - startedMs < durationMs) {
  for (; startedMs + due * intervalMs <= performance.now(); due += 1)
    waiting.push(startedMs + due * intervalMs);
  send();
  await new Promise((resolve) => setTimeout(resolve, 1));
}
while (latenciesMs.length + failures.length < due && performance.now() - startedMs < 3 * durationMs) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
latenciesMs.sort((a, b) => a - b);
const at = (share: number) => latenciesMs[Math.max(0, Math.ceil(share * latenciesMs.length) - 1)] ?? null;
const unanswered = due - latenciesMs.length - failures.length;
console.log(
  JSON.stringify({
    due,
    answered: latenciesMs.length,
    unanswered,
    failures,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }),
);
process.exit();

function send(): void {
  while (idle.length > 0 && waiting.length > 0) idle.pop()?.ask(waiting.shift() ?? 0);
}

function enter({ connection, dueMs, failure }: Answer): void {
  if (failure === undefined) latenciesMs.push(performance.now() - dueMs);
  else failures.push(failure);
  idle.push(connection);
  send();
}
