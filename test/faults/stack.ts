import type { Edit } from "../support/edited-sources.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

export interface StackOptions {
  readonly edits?: readonly Edit[];
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Done before the stack is deployed. */
  readonly prepare?: (platform: Platform) => Promise<unknown>;
  readonly stack?: string;
}

/** Redis as small as it may be, so that it is soon full. */
const common = { redisMemory: 64, gateWatch: 0, logLevel: "warn" };

/** Deploys a stack of its own, and removes it when the work is done. */
export async function withStack<Result>(
  { edits = [], settings = {}, prepare = async () => undefined, stack }: StackOptions,
  work: (platform: Platform) => Promise<Result>,
): Promise<Result> {
  const platform = await createPlatform("embedded", { ...common, ...settings }, stack);
  try {
    for (const { file, from, to } of edits) await platform.project.edit(file, from, to);
    await prepare(platform);
    await platform.must("up");
    return await work(platform);
  } finally {
    await platform.dispose();
  }
}
