import type { RunningContainer } from "../../nginx/container.ts";
import { isInteger64 } from "../../service/counting/integer.ts";
import { readValues, type TallyApi } from "../transfer/tally-api.ts";

/** The counters that the home page shows, by their Redis keys. */
const counterKeys = ["visits", "total_visitors", "votes"] as const;

/** One that hangs takes connections all the same. */
const limitSeconds = 3;

/** Null for what holds no count, as somebody's SET by hand may leave it. */
export type StoredCounts = Readonly<Record<string, string | null>>;

/** The counts in a stack's own Redis; undefined where it does not answer. */
export async function readCounts(
  redis: Pick<RunningContainer, "run">,
  database = "0",
): Promise<StoredCounts | undefined> {
  // As JSON each answer is one line, whatever the key holds.
  const commands = counterKeys.map((key) => `GET ${key}\\n`).join("");
  const ask = `printf '${commands}' | timeout ${limitSeconds} redis-cli --json -n "$1"`;
  const { exitCode, output } = await redis.run(ask, database);
  const answers = output.split("\n").slice(-counterKeys.length).map(parseAnswer);
  if (exitCode !== 0 || answers.length < counterKeys.length || answers.includes("refused")) return undefined;
  return Object.fromEntries(counterKeys.map((key, index) => [key, countIn(answers[index])]));
}

/** The counts in a Redis elsewhere, of which Tally knows; undefined where it does not answer in time. */
export async function readCountsByApi(
  openApi: () => Promise<TallyApi>,
  limitMs = limitSeconds * 1000,
): Promise<StoredCounts | undefined> {
  const names = counterKeys.map((key) => `tally/${key}`);
  try {
    const values = await readValues(await openApi(), names, AbortSignal.timeout(limitMs));
    return Object.fromEntries(counterKeys.map((key, index) => [key, values[index]?.exact ?? null]));
  } catch {
    return undefined;
  }
}

/** What Redis answered, null for a key that is not there; `refused` where it is no answer to a GET. */
function parseAnswer(line: string): unknown {
  if (line.includes("WRONGTYPE")) return undefined;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return "refused";
  }
}

function countIn(answer: unknown): string | null {
  if (answer === null) return "0";
  return typeof answer === "string" && isInteger64(answer) ? answer : null;
}
