/** What keeps an acknowledged count through a loss of power. */
const durable = { appendonly: "yes", appendfsync: "always" } as const;

/** @throws Error when a count could be acknowledged before it is on the disk */
export async function assertDurable(redis: (...args: string[]) => Promise<string>): Promise<void> {
  for (const [setting, wanted] of Object.entries(durable)) {
    const [, found] = (await redis("CONFIG", "GET", setting)).split("\n");
    if (found !== wanted) throw new Error(`Tally's Redis has ${setting} ${found}, not ${wanted}`);
  }
}
