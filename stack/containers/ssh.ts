import { spawn } from "node:child_process";
import { Agent } from "node:http";
import { Duplex } from "node:stream";
import { text } from "node:stream/consumers";

/**
 * Connections to the engine of another machine by the user's own `ssh`, as Docker's command
 * makes them: it knows the user's keys, checks the host's and follows ~/.ssh/config.
 */
export class SshAgent extends Agent {
  readonly #args: readonly string[];

  /** @param url ssh://, with a user and a port where they are not what ssh takes by itself */
  constructor({ username, hostname, port }: URL) {
    super();
    this.#args = [
      // Nobody is there to be asked for a password.
      ...["-o", "BatchMode=yes", "-o", "ConnectTimeout=30"],
      ...(username ? ["-l", decodeURIComponent(username)] : []),
      ...(port ? ["-p", port] : []),
      ...["--", hostname, "docker", "system", "dial-stdio"],
    ];
  }

  override createConnection(): Duplex {
    return connectThrough("ssh", this.#args);
  }
}

/** What a command reads and writes, as one stream; it fails with what the command complains of. */
function connectThrough(command: string, args: readonly string[]): Duplex {
  const child = spawn(command, args);
  const complaint = text(child.stderr);
  const connection = new Duplex({
    read: () => child.stdout.resume(),
    write: (chunk, _encoding, done) => child.stdin.write(chunk, () => done()),
    final: (done) => child.stdin.end(done),
    destroy(error, done) {
      child.kill();
      done(error);
    },
  });
  child.stdout.on("data", (chunk) => connection.push(chunk) || child.stdout.pause());
  // What the command says as it ends tells more.
  child.stdin.on("error", () => undefined);
  child.once("error", (error) => connection.destroy(error));
  child.once("close", async (code) => {
    if (code === 0) connection.push(null);
    else connection.destroy(new Error((await complaint).trim() || `${command} ended with exit code ${code}`));
  });
  return Object.assign(connection, {
    /** As of a socket: it keeps no process that has nothing else to do. */
    unref() {
      for (const part of [child, child.stdin, child.stdout, child.stderr] as { unref?(): void }[])
        part.unref?.();
      return connection;
    },
  });
}
