import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { proxyPort, proxyTlsPort } from "../../../nginx/ports.ts";
import { objectName } from "../../../stack/containers/names.ts";
import { createPair } from "../../support/certificates.ts";
import { freePort } from "../../support/free-port.ts";
import { createPlatform, type Platform } from "../../support/platform.ts";
import { withOwnSignal } from "../own-signal.ts";
import { assertDurable } from "./durability.ts";
import type { Part, System } from "./system.ts";

export interface TallySystem extends System {
  readonly platform: Platform;
  /** Scales the stack; afterwards its parts are others. */
  scale(replicas: number): Promise<TallySystem>;
}

export interface TallyArgs {
  /** How many counters are imported: `bench/0` and so on. */
  readonly counters: number;
  /** As the stack called prod is deployed, but for its ports. */
  readonly prod: boolean;
  readonly signal: AbortSignal;
}

/** What every stack of the benchmark has: all requests come from one address. */
const settings = { rateLimit: "off" };

/** Deploys a stack of its own, by the embedded engine. */
export async function deployTally({ counters, prod, signal }: TallyArgs): Promise<TallySystem> {
  const own = prod ? { ...settings, ...(await prodSettings()) } : settings;
  const platform = await createPlatform("embedded", own);
  try {
    if (prod) await writePair(platform);
    await run(platform, signal, "up");
    await importCounters(platform, counters, signal);
    await assertDurable(platform.redisCli);
    return await describe(platform, { counters, prod, signal });
  } catch (error) {
    await platform.dispose();
    throw error;
  }
}

async function describe(platform: Platform, args: TallyArgs): Promise<TallySystem> {
  const count = {
    visits: () => platform.redisCli("GET", "visits"),
    total_visitors: () => platform.redisCli("GET", "total_visitors"),
    counters: () => platform.redisCli("EVAL", sumOfCounters, "0", String(args.counters)),
  };
  return {
    platform,
    proxy: objectName(platform.stack, "proxy"),
    origin: args.prod ? `https://127.0.0.1:${proxyTlsPort}` : `http://127.0.0.1:${proxyPort}`,
    parts: await findParts(platform),
    async counted(what) {
      const text = await count[what]();
      if (!/^\d+$/.test(text)) throw new Error(`Redis has no number for the ${what}, but "${text}"`);
      return Number(text);
    },
    redis: platform.redisCli,
    dispose: () => platform.dispose(),
    async scale(replicas) {
      await run(platform, args.signal, "up", "--config", `replicas=${replicas}`);
      return describe(platform, args);
    },
  };
}

async function findParts({ containers, docker }: Platform): Promise<Part[]> {
  const roles = { proxy: "proxy", service: "replica", redis: "redis", backup: "other" } as const;
  const parts = Object.entries(roles).map(async ([label, role]) => {
    const all = (await containers(label as keyof typeof roles)).map((name) =>
      docker.getContainer(name).inspect(),
    );
    return (await Promise.all(all)).map(({ Id: id }) => ({ id, role }));
  });
  return (await Promise.all(parts)).flat();
}

async function run(platform: Platform, signal: AbortSignal, command: string, ...args: string[]) {
  const { exitCode, output } = await withOwnSignal(signal, (own) =>
    platform.start(command, args, { signal: own }),
  );
  if (exitCode !== 0) throw new Error(`${[command, ...args].join(" ")} failed:\n${output}`);
}

async function prodSettings() {
  return {
    ...{ appEnv: "prod", logLevel: "warn", backup: "6h", httpsPort: await freePort() },
    ...{ tls: "files", tlsCertificateFile: "certificate.pem", tlsKeyFile: "key.pem" },
  };
}

async function writePair({ project }: Platform): Promise<void> {
  const { certificate, key } = createPair();
  await project.write("certificate.pem", certificate);
  await project.write("key.pem", key);
}

async function importCounters(platform: Platform, counters: number, signal: AbortSignal): Promise<void> {
  const file = join(tmpdir(), `${platform.stack}.jsonl`);
  const record = (n: number) => `{"counter":"bench/${n}","value":"0","settings":{},"hours":{},"days":{}}\n`;
  try {
    await writeFile(
      file,
      Array.from({ length: counters }, (_, n) => record(n)),
    );
    await run(platform, signal, "import", "--file", file);
  } finally {
    await rm(file, { force: true });
  }
}

const sumOfCounters = `
local sum, last = 0, tonumber(ARGV[1]) - 1
for first = 0, last, 1000 do
  local keys = {}
  for n = first, math.min(first + 999, last) do keys[#keys + 1] = 'tally:counter:bench/' .. n end
  for _, value in ipairs(redis.call('MGET', unpack(keys))) do sum = sum + tonumber(value) end
end
return string.format('%.0f', sum)`;
