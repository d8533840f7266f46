import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import ssh2 from "ssh2";
import { findExecutable } from "../../stack/machine/host.ts";

const exec = promisify(execFile);

/** Runs the commands of whoever comes by ssh with the right key. */
export interface SshServer {
  /** ssh://, with its port. */
  readonly url: string;
  /** A PATH with an `ssh` that has the key and knows the server. */
  readonly path: string;
  /** Makes the server one that `ssh` does not know, as one in the middle would be. */
  becomeAnother(): Promise<void>;
  dispose(): Promise<void>;
}

/** @param env of the commands */
export async function startSshServer(env: NodeJS.ProcessEnv): Promise<SshServer> {
  const directory = await mkdtemp(join(tmpdir(), "tally-ssh-"));
  const at = (name: string) => join(directory, name);
  for (const name of ["host", "client"]) {
    await exec("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", at(name)]);
  }
  const [hostKey, client] = await Promise.all([readFile(at("host")), readFile(at("client.pub"))]);
  const allowed = parseKey(client).getPublicSSH();

  const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    connection.on("authentication", (attempt) => {
      if (attempt.method === "publickey" && allowed.equals(attempt.key.data)) attempt.accept();
      else attempt.reject(["publickey"]);
    });
    connection.on("session", (accept) => {
      accept().on("exec", (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        const child = spawn("sh", ["-c", command], { env: { ...process.env, ...env } });
        channel.pipe(child.stdin);
        child.stdout.pipe(channel, { end: false });
        child.stderr.pipe(channel.stderr, { end: false });
        child.once("close", (code) => {
          channel.exit(code ?? 1);
          channel.end();
        });
        channel.once("close", () => child.kill());
      });
    });
    connection.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const know = async (key: string) => {
    await writeFile(at("known_hosts"), `[127.0.0.1]:${port} ${key}`);
  };
  const settings = [`IdentityFile ${at("client")}`, `UserKnownHostsFile ${at("known_hosts")}`];
  await writeFile(at("config"), `${settings.join("\n")}\nIdentitiesOnly yes\n`);
  await writeFile(at("ssh"), `#!/bin/sh\nexec ${await findExecutable("ssh")} -F ${at("config")} "$@"\n`);
  await chmod(at("ssh"), 0o755);
  await know(await readFile(at("host.pub"), "utf8"));

  return {
    url: `ssh://somebody@127.0.0.1:${port}`,
    path: `${directory}${delimiter}${process.env.PATH}`,
    becomeAnother: () => know(client.toString()),
    async dispose() {
      server.close();
      await rm(directory, { recursive: true });
    },
  };
}

function parseKey(text: Buffer): ssh2.ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}
