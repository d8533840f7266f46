import { Readable, type Writable } from "node:stream";
import type { CounterName } from "../counting/counter-name.ts";
import { greeting, heartbeat, type LiveEvent } from "./event.ts";

// Longer than a reader that reads takes for the little that is left.
const endLimitMs = 1000;

/** The values of some counters for one client. */
export interface LiveStream {
  readonly names: readonly CounterName[];
  /** What is sent. */
  readonly body: Readable;
  /** Sends the event where it says something new; one that is newer replaces it until the reader takes it. */
  offer(event: LiveEvent): void;
  /** Sends a comment to a reader that reads. */
  beat(): void;
  /** Milliseconds for which the reader has not taken what it was sent; 0 when it has. */
  stuckForMs(): number;
  /** Ends the answer properly; a reader that is stuck is cut off. */
  end(): void;
  cutOff(): void;
}

/**
 * @param lastId the id of the last event that the client has got
 * @param answer what the body will be piped to
 */
export function createStream(
  names: readonly CounterName[],
  lastId: string,
  answer: Pick<Writable, "destroy">,
): LiveStream {
  let sentId = lastId;
  let newest: LiveEvent | undefined;
  let ended = false;
  let greeted = false;
  // Nothing is pushed before it is asked for, so that nothing piles up here.
  let asked = false;
  let pushedAtMs = performance.now();

  // As many bytes as make the stream ask again only when the last event is on its way.
  const body = new Readable({ highWaterMark: 1, read: sendNext });

  function sendNext(): void {
    asked = true;
    if (greeted) sendNewest();
    else send(greeting);
    greeted = true;
  }

  function send(text: string): void {
    if (!asked || ended) return;
    asked = false;
    pushedAtMs = performance.now();
    body.push(text);
  }

  function sendNewest(): void {
    if (!asked || newest === undefined || newest.id === sentId) return;
    sentId = newest.id;
    send(newest.render());
  }

  return {
    names,
    body,
    offer(event) {
      newest = event;
      sendNewest();
    },
    beat: () => send(heartbeat),
    stuckForMs: () => (asked ? 0 : performance.now() - pushedAtMs),
    end() {
      if (ended) return;
      if (!greeted) body.push(greeting);
      ended = true;
      body.push(null);
      setTimeout(() => answer.destroy(), endLimitMs).unref();
    },
    cutOff: () => void answer.destroy(),
  };
}
