import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { TestNetwork } from "./test-network.ts";

/** Of so many requests one after the other, what all but one in a hundred took at most, in milliseconds. */
export async function latencyMs({ ask }: TestNetwork, samples: number): Promise<number> {
  const latencies: number[] = [];
  while (latencies.length < samples) {
    const startedAt = performance.now();
    const response = await ask();
    await response.text();
    expect(response.status).to.equal(200);
    latencies.push(performance.now() - startedAt);
    // Slower than the limit, which is for this client too.
    await sleep(25);
  }
  return latencies.toSorted((a, b) => a - b)[Math.floor(samples * 0.99)] ?? Number.NaN;
}
