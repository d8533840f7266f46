import { readdir, readFile, readlink } from "node:fs/promises";
import type Docker from "dockerode";

export interface MachineProcess {
  readonly pid: number;
  /** Its command line. */
  readonly args: string;
}

/** Every process of the machine, as the kernel has it: not every machine has a `ps`. */
export async function listProcesses(): Promise<MachineProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  return await Promise.all(pids.map(async (pid) => ({ pid, args: await readArgs(pid) })));
}

/** Those of a container, be it paused or not, by their ids on the machine. Needs root. */
export async function listContainerProcesses(container: Docker.Container): Promise<MachineProcess[]> {
  const { State } = await container.inspect();
  const namespace = await readNamespace(State.Pid);
  const processes = await listProcesses();
  const namespaces = await Promise.all(processes.map(({ pid }) => readNamespace(pid).catch(() => undefined)));
  return processes.filter((_, index) => namespaces[index] === namespace);
}

/** One that ends at this moment has none. */
async function readArgs(pid: number): Promise<string> {
  const args = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return args.replaceAll("\0", " ").trimEnd();
}

function readNamespace(pid: number): Promise<string> {
  return readlink(`/proc/${pid}/ns/pid`);
}
