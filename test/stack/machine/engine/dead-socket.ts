import { rename } from "node:fs/promises";
import { createServer } from "node:net";

/** Makes a socket as a crashed program leaves it: the file is there, nobody listens. */
export async function makeDeadSocket(path: string): Promise<void> {
  const server = createServer();
  const listening = `${path}.listening`;
  await new Promise<void>((resolve) => server.listen(listening, resolve));
  // Closing a server removes the file of the name that it listened on.
  await rename(listening, path);
  await new Promise((resolve) => server.close(resolve));
}
