import { connect } from "node:net";

export interface Exchange {
  readonly received: Buffer;
  /** Whether the server let go of the connection in time, once the client had nothing more to say. */
  readonly ended: boolean;
  /** Why nothing was received, where the connection failed. */
  readonly failure: string | undefined;
}

/** How long a client takes silence for the end, where the server waits for more. */
export const silenceMs = 700;
const endMs = 20_000;

/**
 * Sends bytes on a connection of their own, and takes what comes until it is closed.
 *
 * @param patienceMs how long to wait for the first byte; after it, silence is the end
 */
export async function exchange(port: number, bytes: Buffer, patienceMs: number): Promise<Exchange> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const received: Buffer[] = [];
  let failure: string | undefined;
  socket.setTimeout(patienceMs, () => socket.end());
  socket.once("data", () => socket.setTimeout(silenceMs));
  const ended = await new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), endMs);
    // After an answer a reset is an end as well: the server does not read all of what it refuses.
    socket.on("error", ({ message }) => {
      failure = message;
    });
    socket.on("data", (chunk) => received.push(chunk));
    socket.once("end", () => socket.destroy());
    socket.once("close", () => {
      clearTimeout(limit);
      resolve(true);
    });
    socket.write(bytes);
  });
  socket.destroy();
  return { received: Buffer.concat(received), ended, failure: received.length > 0 ? undefined : failure };
}
