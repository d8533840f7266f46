import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { pipeline } from "node:stream";

const version = 5;
const address = { ipv4: 1, name: 3 };
const [granted, refused] = [0, 5];

/**
 * A SOCKS 5 server (RFC 1928) without authentication, which connects to IPv4 addresses and names for
 * whoever reaches it.
 */
export function createSocksServer(): Server {
  return createServer((client) => {
    client.on("error", () => client.destroy());
    serve(client).catch(() => client.destroy());
  });
}

async function serve(client: Socket): Promise<void> {
  const [, methods = 0] = await read(client, 2);
  await read(client, methods);
  client.write(Uint8Array.of(version, 0));
  const [, , , kind = 0] = await read(client, 4);
  const target = connect({
    host: await readHost(client, kind),
    port: (await read(client, 2)).readUInt16BE(),
  });
  const answer = (reply: number) => Uint8Array.of(version, reply, 0, address.ipv4, 0, 0, 0, 0, 0, 0);
  target.once("connect", () => {
    target.off("error", refuse);
    client.write(answer(granted));
    pipeline(client, target, client, () => undefined);
  });
  const refuse = () => client.end(answer(refused));
  target.once("error", refuse);
}

async function readHost(client: Socket, kind: number): Promise<string> {
  if (kind === address.ipv4) return (await read(client, 4)).join(".");
  if (kind !== address.name) throw new RangeError(`an address of kind ${kind}`);
  const [length = 0] = await read(client, 1);
  return (await read(client, length)).toString("latin1");
}

/** So many bytes, as soon as they are there. @throws Error when the connection ends before */
async function read(socket: Socket, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes: Buffer | null = socket.read(length);
    if (bytes) return bytes;
    if (!socket.readable) throw new Error("the connection ended in the middle of a request");
    await once(socket, "readable");
  }
}
