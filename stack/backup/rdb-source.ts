import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type ByteReader, createByteReader } from "./format/byte-reader.ts";

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** How long Redis may say nothing; it sends a line feed now and then while it prepares its data. */
const silenceMs = 60_000;
const markBytes = 40;

/**
 * All data of a Redis server as they are at one moment (an RDB), asked for as a
 * replica does. The moment is after the call: what was acknowledged before is in it.
 *
 * @throws Error when Redis cannot be reached, refuses, or breaks off
 */
export async function* readRdb(address: RedisAddress): AsyncGenerator<Buffer> {
  const socket = connect(address);
  socket.setTimeout(silenceMs, () => socket.destroy(new Error(`it said nothing for ${silenceMs / 1000} s`)));
  try {
    const reader = createByteReader(socket);
    await introduce(socket, reader, address);
    const [, mark, length] = /^\$(?:EOF:(.{40})|(\d+))$/.exec(await askForData(socket, reader)) ?? [];
    if (mark) yield* readToMark(reader, Buffer.from(mark, "latin1"));
    else if (length) yield* readLength(reader, Number(length));
    else throw new Error("it does not send its data");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Redis at ${address.host}:${address.port} gives no backup: ${reason}`, { cause: error });
  } finally {
    socket.destroy();
  }
}

function connect({ host, port, tls }: RedisAddress): Socket {
  if (!tls) return connectTcp({ host, port });
  return connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }) });
}

async function introduce(socket: Socket, reader: ByteReader, address: RedisAddress): Promise<void> {
  const { username, password } = address;
  if (password !== undefined) {
    send(socket, "AUTH", ...(username === undefined ? [] : [username]), password);
    await expectReply(reader);
  }
  send(socket, "REPLCONF", "capa", "eof");
  await expectReply(reader);
  // A server from before version 7 knows no such replica, and treats it as any other.
  send(socket, "REPLCONF", "rdb-only", "1");
  await reader.readLine();
}

async function askForData(socket: Socket, reader: ByteReader): Promise<string> {
  send(socket, "SYNC");
  for (;;) {
    const line = await expectReply(reader);
    if (line !== "") return line;
  }
}

async function expectReply(reader: ByteReader): Promise<string> {
  const line = await reader.readLine();
  if (line.startsWith("-")) throw new Error(line.slice(1));
  return line;
}

function send(socket: Socket, ...words: string[]): void {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  socket.write(`*${words.length}\r\n${parts.join("")}`);
}

async function* readLength(reader: ByteReader, length: number): AsyncGenerator<Buffer> {
  for (let left = length; left > 0; ) {
    const chunk = await reader.next();
    if (chunk === undefined) throw new Error("it broke off");
    yield chunk.subarray(0, left);
    left -= chunk.length;
  }
}

/** Data of which nobody knew the length when they began end with a mark. */
async function* readToMark(reader: ByteReader, mark: Buffer): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for (;;) {
    const chunk = await reader.next();
    if (chunk === undefined) throw new Error("it broke off");
    held = Buffer.concat([held, chunk]);
    const data = held.subarray(0, -markBytes);
    held = held.subarray(-markBytes);
    if (data.length > 0) yield data;
    if (held.equals(mark)) return;
  }
}
