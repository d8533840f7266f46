import { setTimeout as sleep } from "node:timers/promises";
import { renderStatus } from "../status/render.ts";
import { readStatus } from "../status/status.ts";
import type { CommandContext } from "./command.ts";

/** Between two looks, each of which takes a second or two. */
const restMs = 1000;

/** Shows what runs of a stack, how it is, and what it has counted; with --watch, again and again. */
export async function status(context: CommandContext): Promise<void> {
  const { watch, json } = context.options;
  do {
    await show(context);
    if (watch) await sleep(restMs);
  } while (watch);

  async function show({ docker, options: { stack }, report }: CommandContext): Promise<void> {
    const found = await readStatus(docker, stack);
    // One line for each look, so that a program can read them as they come.
    if (json) console.log(JSON.stringify(found, undefined, watch ? 0 : 2));
    else console.log(`${watch && process.stdout.isTTY ? clear : ""}${renderStatus(found).join("\n")}`);
    for (const { name, complaint } of watch ? [] : found.containers) {
      if (complaint !== undefined) report(`Unhealthy: ${name}: ${complaint}`);
    }
    const down = found.containers.filter(({ state }) => state !== "running");
    if (down.length > 0 && !watch) report(`Not running: ${down.map(({ name }) => name).join(", ")}`);
  }
}

/** Moves to the upper left corner and clears what is below it. */
const clear = "\u001b[H\u001b[J";
