/** Where the Pulumi CLI comes from when it is not installed. */
export interface Source {
  /** Installs it, unless it has done so before, and returns its path. */
  install(): Promise<string>;
  /** How long that may take, in milliseconds. */
  readonly limitMs: number;
}

/** Pulumi's own site. */
export const pulumiSite: Source = {
  async install() {
    const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
    return (await PulumiCommand.install()).command;
  },
  limitMs: 120_000,
};

/** The downloaded CLI, or why there is none. */
export async function download(source: Source): Promise<{ command: string } | { problem: string }> {
  try {
    return { command: await withTimeout(source.install(), source.limitMs) };
  } catch (error) {
    return { problem: error instanceof Error ? problemOf(error.message) : String(error) };
  }
}

/** In one line; of a command that failed the SDK reports the code first. */
function problemOf(message: string): string {
  return /^ stderr: (.+)$/m.exec(message)?.[1] ?? message.split("\n", 1).join();
}

async function withTimeout<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}
