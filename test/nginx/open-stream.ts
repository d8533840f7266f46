import { text } from "node:stream/consumers";
import type { TestNetwork } from "./test-network.ts";

/** A stream of events through the proxy. */
export interface OpenStream {
  /** What came at first: a proxy that buffers would keep it. */
  readonly first: string;
  /** All that comes after it, when the stream has ended properly. */
  readonly rest: Promise<string>;
}

export async function openStream({ ask }: TestNetwork): Promise<OpenStream> {
  const { body } = await ask("/api/v1/live");
  if (body === null) throw new Error("there is no stream");
  const reader = body.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return { first: new TextDecoder().decode(value), rest: text(body) };
}
