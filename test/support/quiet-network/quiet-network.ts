import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runOnHost } from "../host-programs.ts";
import { createSocksServer } from "./socks.ts";

/** The port of the way out, where nothing else listens. */
const port = 1080;

export interface QuietNetwork {
  /** What starts the browser there, with its arguments. */
  readonly executablePath: string;
  /** What the browser needs to find the way out, to this machine's loopback too. */
  readonly args: readonly string[];
  close(): Promise<void>;
}

/** Whether this process may make networks: root may, but not in every container. */
export async function canMakeNetworks(): Promise<boolean> {
  return await runOnHost("unshare", "--net", "ip", "link", "set", "lo", "up").then(
    () => true,
    () => false,
  );
}

/**
 * A network of a browser's own, in which no address ever comes or goes. Chromium gives up all requests
 * whenever one does, as with each container that starts or stops on the machine.
 */
export async function createQuietNetwork(browserPath: string): Promise<QuietNetwork> {
  const directory = await mkdtemp(join(tmpdir(), "tally-browser-"));
  const [socketPath, executablePath] = [join(directory, "socks"), join(directory, "browser")];
  const server = createSocksServer();
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const inside = fileURLToPath(new URL("inside.ts", import.meta.url));
  const command = ["unshare", "--net", process.execPath, inside, socketPath, port, browserPath];
  await writeFile(executablePath, `#!/bin/sh\nexec ${command.map(quote).join(" ")} "$@"\n`);
  await chmod(executablePath, 0o700);
  return {
    executablePath,
    args: [`--proxy-server=socks5://127.0.0.1:${port}`, "--proxy-bypass-list=<-loopback>"],
    async close() {
      server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function quote(word: string | number): string {
  return `'${String(word).replaceAll("'", "'\\''")}'`;
}
