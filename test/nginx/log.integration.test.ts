import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import type { LogLevel } from "../../nginx/settings.ts";
import { switchRoutes } from "../../nginx/switch.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { until } from "../support/until.ts";
import { sendRaw } from "./raw-request.ts";
import { createTestNetwork, type TestNetwork, type Upstream } from "./test-network.ts";

const settings = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 1 };

/**
 * How a request ends: by a replica, at once or late; by the proxy alone, which may not
 * understand it; or with a failure.
 */
const outcomes = ["answered", "slow", "refused", "misunderstood", "failed"] as const;
type Outcome = (typeof outcomes)[number];

/** The requests that get a line, by level; or by none, as by default. */
const wanted: Readonly<Record<LogLevel | "no", readonly Outcome[]>> = {
  trace: outcomes,
  debug: outcomes,
  no: ["slow", "refused", "misunderstood", "failed"],
  info: ["slow", "refused", "misunderstood", "failed"],
  warn: ["failed"],
  error: ["failed"],
  fatal: [],
  silent: [],
};
const levels = Object.keys(wanted) as (keyof typeof wanted)[];

/** Answered with a 501, which no operator can mend. */
const unknownEncoding = "Host: localhost\r\nConnection: close\r\nTransfer-Encoding: gzip\r\n";

interface Line {
  readonly level: string;
  readonly path: string;
  readonly requestId: string;
}

describe("renderLog", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let upstream: Upstream;
  let lines: ReadonlyMap<string, Line>;
  const ids = new Map<string, string | null>();

  before(async () => {
    network = await createTestNetwork();
    upstream = await network.startUpstream("same");
    for (const level of levels) {
      await take(level);
      for (const outcome of outcomes) await ask(`/${level}/${outcome}`, outcome);
    }
    await take("no");
    await ask("/last", "failed");
    await until(async () => {
      lines = await readLines();
      return lines.has("/last");
    });
  });

  after(() => network?.dispose());

  async function take(level: keyof typeof wanted): Promise<void> {
    await upstream.behave({ release: "same" });
    const routes = renderRoutes([upstream], level === "no" ? settings : { ...settings, logLevel: level });
    await switchRoutes(network.proxy, { routes, release: "same" });
  }

  async function ask(path: string, outcome: Outcome): Promise<void> {
    const busyMs = outcome === "slow" ? 1010 : 0;
    await upstream.behave({ release: "same", busyMs, ...(outcome === "failed" && { status: 500 }) });
    // On a connection that no worker has to keep when the next routes are loaded.
    const closing = { headers: { Connection: "close" } };
    const tooLong = { ...closing, method: "POST", body: "x".repeat(2000) };
    const { headers } =
      outcome === "misunderstood"
        ? await sendRaw(network.url, `POST ${path} HTTP/1.1\r\n${unknownEncoding}\r\n`)
        : await fetch(`${network.url}${path}`, outcome === "refused" ? tooLong : closing);
    ids.set(path, headers.get("x-request-id"));
  }

  async function readLines(): Promise<ReadonlyMap<string, Line>> {
    const output = await connectDocker().getContainer(network.proxy.name).logs({ stdout: true });
    const all = (String(output).match(/\{.*\}/g) ?? []).map((line): Line => JSON.parse(line));
    return new Map(all.map((line) => [line.path, line]));
  }

  for (const level of levels) {
    const logged = wanted[level];
    it(`logs ${logged.join(", ") || "nothing"} at level ${level}`, () => {
      for (const outcome of outcomes) {
        const path = `/${level}/${outcome}`;
        const line = { path, level: outcome === "failed" ? "error" : "info", requestId: ids.get(path) };
        if (logged.includes(outcome)) expect(lines.get(path)).to.include(line);
        else expect(lines.get(path)).to.equal(undefined);
      }
    });
  }
});
