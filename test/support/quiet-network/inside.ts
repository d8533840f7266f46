import { execFileSync, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { pipeline } from "node:stream";

// Runs in a network that has nothing yet but a loopback that is down: what comes to a port of the
// loopback leaves by a socket in the file system, which is the same inside and outside.
const [socketPath = "", port, command = "", ...args] = process.argv.slice(2);

execFileSync("ip", ["link", "set", "lo", "up"]);
const relay = createServer((inside) => {
  const outside = connect(socketPath);
  pipeline(inside, outside, inside, () => undefined);
});
relay.listen(Number(port), "127.0.0.1", () => {
  // Whoever drives it does so by descriptors beyond the first three.
  const child = spawn(command, args, { stdio: [0, 1, 2, 3, 4] });
  child.once("exit", (code) => process.exit(code ?? 1));
});
