import supertest from "supertest";
import { type AppArgs, createApp } from "../../service/app.ts";
import { createLive } from "../../service/live/live.ts";
import { createDrain } from "../../service/server/drain.ts";
import { createFakeCounters } from "./fake-counters.ts";
import { createKeptLog } from "./log-lines.ts";
import { fakeVisitors } from "./visitors/fake-visitors.ts";

export const ownerKey = "owner-key-0123456789";
const testKeys = { owner: ownerKey, read: undefined, hit: undefined };
const testVoter = { hash: "visitor", windowSeconds: 0, once: false };

/** The whole service, counting in memory. */
export function createTestApp(args: Partial<AppArgs> = {}) {
  const counters = createFakeCounters();
  const drain = createDrain();
  const { log, lines } = createKeptLog();
  const live = createLive({ counters, drain, log, mostStreams: 10 });
  const whole = {
    counters,
    visitors: fakeVisitors,
    voter: async () => testVoter,
    live,
    keys: testKeys,
    ping: async () => "PONG",
    tryWrite: async () => undefined,
    drain,
    release: "r1",
    replica: "web-1",
    log,
    ...args,
  };
  const app = createApp(whole);
  return { app, args: whole, ask: supertest(app.callback()), counters, drain, live, lines };
}
