import supertest from "supertest";
import { type AppArgs, createApp } from "../../service/app.ts";
import type { Context } from "../../service/context.ts";
import { createDrain } from "../../service/drain.ts";
import { createLive } from "../../service/live/live.ts";
import { createFakeCounters } from "./fake-counters.ts";
import { createKeptLog } from "./log-lines.ts";
import { fakeVisitors } from "./visitors/fake-visitors.ts";

export const ownerKey = "owner-key-0123456789";
const testKeys = { owner: ownerKey, read: undefined, hit: undefined };
const testVoter = async ({ state }: Context) => ({
  hash: await state.voter(),
  windowSeconds: 0,
  once: false,
});

/** The whole service, counting in memory. */
export function createTestApp(args: Partial<AppArgs> = {}) {
  const counters = createFakeCounters();
  const drain = createDrain();
  const { log, lines } = createKeptLog();
  const ping = async () => "PONG";
  const live = createLive({ counters, drain, log, mostStreams: 10 });
  const given = {
    counters,
    ping,
    drain,
    live,
    visitors: fakeVisitors,
    keys: testKeys,
    voter: testVoter,
    log,
  };
  const app = createApp({ ...given, release: "r1", replica: "web-1", ...args });
  return { app, ask: supertest(app.callback()), counters, drain, live, lines };
}
