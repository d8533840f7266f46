import { expect } from "chai";
import { engines } from "../support/engines.ts";
import { type Load, startLoad } from "../support/load.ts";
import { expectNothingLost, type Tallied, watchUpdate } from "../support/lossless.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

interface Breakage {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What the error must say. */
  readonly says: RegExp;
  /** How long the gate waits, in seconds, where that is what ends the update. */
  readonly gateTimeout?: number;
}

/** Long enough to come as far as to break, on a busy machine. */
const amplePatience = 60;
/** Long enough to say something before. */
const patience = 10;

const listening = "server.listen(port, ";
const logged = "its log ends with";

/** Ways in which a release can be broken. */
const breakages: Readonly<Record<string, Breakage>> = {
  "does not build": {
    file: "service/Dockerfile",
    from: "EXPOSE 8000",
    to: "RUN echo no luck today && false",
    says: /no luck today|executor failed|did not complete successfully/,
  },
  "never becomes ready": {
    file: "service/main.ts",
    from: listening,
    to: `console.log("waiting for Godot"); if (port === 0) server.listen(port, `,
    says: /replica \S+-service-\S+: not ready within 10 s[\s\S]*waiting for Godot/,
    gateTimeout: patience,
  },
  "crashes while it is being watched": {
    file: "service/main.ts",
    from: listening,
    to: `setTimeout(() => { throw new Error("out of luck"); }, 1200); ${listening}`,
    says: /replica \S+-service-\S+: [\s\S]*out of luck/,
  },
  hangs: {
    file: "service/main.ts",
    from: "createServer(app)",
    to: "createServer(new (await import('koa')).default().use(() => new Promise(() => {})))",
    says: new RegExp(`not ready within 10 s[\\s\\S]*timed out[\\s\\S]*${logged}`),
    gateTimeout: patience,
  },
  "answers 500": {
    file: "service/routes/count.ts",
    from: "ctx.vary",
    to: "if (ctx) throw new Error('no such luck'); ctx.vary",
    says: /\/count answered 500[\s\S]*no such luck/,
    gateTimeout: 2 * patience,
  },
  "has routes that nginx rejects": {
    file: "nginx/site.ts",
    from: "proxy_connect_timeout 2s;",
    to: "no_such_directive 2s;",
    says: /nginx -t rejects the rendered routes: [\s\S]*no_such_directive/,
  },
};

/** Signs in the output of `up`, and how long after them it is killed. */
const killMoments: Readonly<Record<string, { sign: RegExp; afterMs: number }>> = {
  "while building": { sign: /service-image-\w+\s+(creating|…)/, afterMs: 0 },
  "while gating": { sign: /service-\w+-\d\s+(created|done)/, afterMs: 0 },
  "while switching": { sign: /routes\s+(updating|…)/, afterMs: 2300 },
};

/** It passes the gate, which asks replicas themselves, and fails whatever comes through the proxy. */
const brokenBehindProxy: Breakage = {
  file: "service/app.ts",
  from: "const app = new Koa<State>()",
  to: "const app = new Koa<State>().use((ctx, next) => (ctx.get('X-Forwarded-Proto') ? ctx.throw(500) : next()))",
  says: /the previous routes are back/,
};

for (const engine of engines) {
  describe(`a broken release on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let load: Load;
    const tallied: Tallied = { visits: 0, votes: 0 };

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 2 });
      await platform.must("up");
      load = startLoad({ url: platform.url, requestsPerSecond: 80 });
    });

    after(async () => {
      await load?.stop();
      await platform?.dispose();
    });

    for (const [kind, breakage] of Object.entries(breakages)) {
      it(`is refused when it ${kind}, and the old one goes on serving`, async () => {
        await whileBroken(platform, breakage, async () => {
          const report = await watchUpdate(load, () => expectRefusal(platform, breakage));
          expectNothingLost(report, tallied);
        });
      });
    }

    it("is refused again when it is tried again", async () => {
      const breakage = breakages["crashes while it is being watched"] ?? never();
      await whileBroken(platform, breakage, async () => {
        for (const _ of ["first", "second"]) {
          const report = await watchUpdate(load, () => expectRefusal(platform, breakage));
          expectNothingLost(report, tallied);
        }
      });
    });

    for (const [moment, { sign, afterMs }] of Object.entries(killMoments)) {
      it(`is no obstacle when \`up\` was killed ${moment}`, async () => {
        await platform.project.edit(
          "service/page/home.ts",
          /(Welcome to|Killed \w+ \w+,) /,
          `Killed ${moment}, `,
        );
        const report = await watchUpdate(load, async () => {
          await killedUp(platform, sign, afterMs);
          await platform.must("up");
        });
        expectNothingLost(report, tallied);
      });
    }

    it("leaves nothing behind after the next good `up`", async () => {
      await platform.project.edit("service/page/home.ts", /Killed \w+ \w+,/, "Welcome back to");
      expectNothingLost(await watchUpdate(load, () => platform.must("up")), tallied);
      const release = await servingRelease(platform);
      const prefix = `tally-${platform.stack}`;
      expect(await platform.containers()).to.deep.equal([
        `${prefix}-proxy`,
        `${prefix}-redis`,
        `${prefix}-service-${release}-1`,
        `${prefix}-service-${release}-2`,
      ]);
    });

    it("has cost no request and no count", async () => {
      expectNothingLost(await load.stop(), tallied);
      expect(Number(await platform.redisCli("GET", "visits"))).to.equal(tallied.visits);
      expect(Number(await platform.redisCli("GET", "votes"))).to.equal(tallied.votes);
    });

    it("makes way for the old one when it fails behind the proxy only", async () => {
      await whileBroken(platform, brokenBehindProxy, () => expectRefusal(platform, brokenBehindProxy));
      await platform.must("up");
    });
  });
}

/** Breaks the project's sources for the time of some work. */
async function whileBroken(
  { project }: Platform,
  { file, from, to }: Breakage,
  work: () => Promise<void>,
): Promise<void> {
  const original = await project.read(file);
  await project.edit(file, from, to);
  try {
    await work();
  } finally {
    await project.write(file, original);
  }
}

/** Expects `up` to fail with the breakage's message and the release that served before to serve on. */
async function expectRefusal(platform: Platform, { says, gateTimeout }: Breakage): Promise<void> {
  const serving = await servingRelease(platform);
  const setting = `gateTimeout=${gateTimeout ?? amplePatience}`;
  const { exitCode, output } = await platform.tally("up", "--config", setting);
  expect(exitCode, output).to.equal(1);
  expect(output).to.match(says);
  expect(await servingRelease(platform)).to.equal(serving);
}

async function killedUp(platform: Platform, sign: RegExp, afterMs: number): Promise<void> {
  const kill = new AbortController();
  const { exitCode } = await platform.start("up", [], {
    signal: kill.signal,
    onOutput: (output) => {
      if (!kill.signal.aborted && sign.test(output)) setTimeout(() => kill.abort(), afterMs);
    },
  });
  // It may have been done just before.
  if (afterMs === 0) expect(exitCode).to.equal(null);
}

async function servingRelease({ fetch }: Platform): Promise<string> {
  return ((await (await fetch("/readyz")).json()) as { release: string }).release;
}

function never(): never {
  throw new Error("unreachable");
}
