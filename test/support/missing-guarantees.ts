import type { Edit } from "./edited-sources.ts";

const app = { file: "service/app.ts", from: "const app = new Koa<State>();" };

export const slowAnswers: Edit = {
  ...app,
  to: "const app = new Koa<State>().use((_, next) => new Promise((go) => setTimeout(go, 300)).then(next));",
};

/** However late the old replicas are told to stop, they are in the middle of some. */
export const verySlowAnswers: Edit = {
  ...app,
  to: 'const app = new Koa<State>().use((ctx, next) => new Promise((go) => setTimeout(go, ctx.get("X-Tally-Probe") ? 0 : 5000)).then(next));',
};

export function slowStart(seconds: number): Edit {
  const from = "server.listen(port, ";
  const wait = `await new Promise((go) => setTimeout(go, ${seconds * 1000}));`;
  return { file: "service/main.ts", from, to: `${wait} ${from}` };
}

/** Requests that are under way are no reason to wait. */
export const noDrain: Edit = {
  file: "service/main.ts",
  from: "async function stop(): Promise<void> {",
  to: "async function stop() { process.exit(0);",
};

/** On a Swarm, a replica is ready as soon as it runs. */
export const noHealthGate: Edit = {
  file: "stack/platforms/swarm/health-gate.ts",
  from: 'tests: ["CMD-SHELL",',
  to: 'tests: ["CMD", "true",',
};
