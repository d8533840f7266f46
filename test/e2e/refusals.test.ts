import { expect } from "chai";
import { openContainer } from "../../nginx/container.ts";
import { routesDirectory } from "../../nginx/tls.ts";
import { objectName } from "../../stack/containers/names.ts";
import { type Breakage, breakages, brokenBehindProxy } from "../support/broken-releases.ts";
import { whileEdited } from "../support/edited-sources.ts";
import { engines } from "../support/engines.ts";
import { type Load, startLoad } from "../support/load.ts";
import { expectNothingLost, steadyLoad, type Tallied, watchUpdate } from "../support/lossless.ts";
import { servingRelease } from "../support/observations.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";

/** Seconds in which a release comes as far as to break, on a busy machine too. */
const amplePatience = 60;

/** What is tried a second time: its containers are there, and were healthy once. */
const triedAgain: keyof typeof breakages = "crashes while it is being watched";

interface KillMoment {
  /** In the output of `up`. */
  readonly sign: RegExp;
  /** What there is to wait for after that. */
  readonly reached?: (platform: Platform, serving: string) => Promise<boolean>;
}

const killMoments: Readonly<Record<string, KillMoment>> = {
  "while building": { sign: /service-image-\w+\s+(creating|…)/ },
  "while gating": { sign: /service-\w+-\d\s+(created|done)/ },
  "while switching": { sign: /routes\s+(updating|…)/, reached: hasOtherRoutes },
};

for (const engine of engines) {
  describe(`a broken release on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let load: Load;
    const tallied: Tallied = { visits: 0, votes: 0 };

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 0 });
      await platform.must("up");
      load = startLoad({ url: platform.url, requestsPerSecond: steadyLoad });
    });

    after(async () => {
      await load?.stop();
      await platform?.dispose();
    });

    for (const [kind, breakage] of Object.entries(breakages)) {
      const again = kind === triedAgain;
      it(`is refused when it ${kind}, ${again ? "and again, " : ""}and the old one goes on serving`, async () => {
        await whileEdited(platform.project, [breakage], async () => {
          for (let attempt = 1; attempt <= (again ? 2 : 1); attempt += 1) {
            const report = await watchUpdate(load, () => expectRefusal(platform, breakage));
            expectNothingLost(report, tallied);
          }
        });
      });
    }

    for (const [moment, killMoment] of Object.entries(killMoments)) {
      it(`is no obstacle when \`up\` was killed ${moment}`, async () => {
        await platform.project.edit(
          "service/page/home.ts",
          /(Welcome to|Killed \w+ \w+,) /,
          `Killed ${moment}, `,
        );
        const report = await watchUpdate(load, async () => {
          await killedUp(platform, killMoment);
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
      await whileEdited(platform.project, [brokenBehindProxy], () =>
        expectRefusal(platform, brokenBehindProxy),
      );
      await platform.must("up");
    });
  });
}

/** Expects `up` to fail with the breakage's message and the release that served before to serve on. */
async function expectRefusal(platform: Platform, breakage: Breakage): Promise<void> {
  const { says, gateTimeout = amplePatience, gateWatch = 0 } = breakage;
  const serving = await servingRelease(platform);
  const settings = [`gateTimeout=${gateTimeout}`, `gateWatch=${gateWatch}`];
  const { exitCode, output } = await platform.tally("up", ...settings.flatMap((each) => ["--config", each]));
  expect(exitCode, output).to.equal(1);
  expect(output).to.match(says);
  // What a process says that nobody caught its error.
  expect(output).to.not.match(/^Node\.js v/m);
  expect(await servingRelease(platform)).to.equal(serving);
}

async function killedUp(platform: Platform, { sign, reached }: KillMoment): Promise<void> {
  const serving = await servingRelease(platform);
  const [kill, signed] = [new AbortController(), Promise.withResolvers<void>()];
  const update = platform.start("up", [], {
    signal: kill.signal,
    onOutput: (output) => {
      if (sign.test(output)) signed.resolve();
    },
  });
  // An update that ends without the sign is not waited for in vain.
  await Promise.race([signed.promise, update]);
  if (reached) await until(() => reached(platform, serving), 60_000, 10);
  kill.abort();
  expect((await update).exitCode).to.equal(null);
}

/** Whether nginx has been given routes that lead to another release; not all of it may serve by them yet. */
async function hasOtherRoutes({ docker, stack }: Platform, serving: string): Promise<boolean> {
  const proxy = openContainer(docker, objectName(stack, "proxy"));
  return !(await proxy.run(`cat ${routesDirectory}/current.conf`)).output.includes(`-${serving}-1:`);
}
