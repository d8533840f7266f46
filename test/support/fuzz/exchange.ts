import { connect } from "node:net";

export interface Exchange {
  readonly received: Buffer;
  /** Whether the server let go of the connection in time, once the client had nothing more to say. */
  readonly ended: boolean;
}

/** How long a client takes silence for the end, where the server waits for more. */
const silenceMs = 700;
const endMs = 10_000;

/** Sends bytes on a connection of their own, and takes what comes until it is closed. */
export async function exchange(port: number, bytes: Buffer): Promise<Exchange> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const received: Buffer[] = [];
  socket.setTimeout(silenceMs, () => socket.end());
  const ended = await new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), endMs);
    // A reset is an end as well: the server does not read all of what it refuses.
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => received.push(chunk));
    socket.once("end", () => socket.destroy());
    socket.once("close", () => {
      clearTimeout(limit);
      resolve(true);
    });
    socket.write(bytes);
  });
  socket.destroy();
  return { received: Buffer.concat(received), ended };
}
