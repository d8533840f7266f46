import { until } from "../support/until.ts";
import type { TestNetwork, Upstream } from "./test-network.ts";

/** A request that a worker of the proxy has passed on and waits for. */
export interface HeldRequest {
  letGo(): Promise<void>;
  readonly answer: Promise<Response>;
}

export async function holdRequest(
  { ask }: TestNetwork,
  upstream: Upstream,
  release: string,
): Promise<HeldRequest> {
  const count = async () => (await upstream.seen()).filter(({ path }) => path === "/held").length;
  const before = await count();
  await upstream.behave({ release, holds: true });
  const answer = ask("/held");
  await until(async () => (await count()) > before);
  // What arrives from now on is answered at once.
  await upstream.behave({ release, holdsOn: true });
  return { answer, letGo: () => upstream.behave({ release }) };
}
