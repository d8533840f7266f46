import { setTimeout as sleep } from "node:timers/promises";
import { renderStatus } from "../status/render.ts";
import { findShortcomings } from "../status/shortcomings.ts";
import { readStatus } from "../status/status.ts";
import type { CommandContext } from "./command.ts";

/** Between two looks, each of which takes a second or two. */
const restMs = 1000;

/**
 * Shows what runs of a stack, how it is, and what it has counted; with --watch, again and again,
 * whatever comes between.
 *
 * @throws Error when the stack is not up at first; without --watch, when something of it is not well
 */
export async function status(context: CommandContext): Promise<void> {
  const { watch, json } = context.options;
  await show(context);
  while (watch) {
    await sleep(restMs);
    await show(context).catch((error: Error) => context.report(error.message));
  }

  async function show({ docker, options: { stack } }: CommandContext): Promise<void> {
    const found = await readStatus(docker, stack);
    // One line for each look, so that a program can read them as they come.
    if (json) console.log(JSON.stringify(found, undefined, watch ? 0 : 2));
    else console.log(`${watch && process.stdout.isTTY ? clear : ""}${renderStatus(found).join("\n")}`);
    const shortcomings = watch ? [] : findShortcomings(found);
    if (shortcomings.length > 0) throw new Error(shortcomings.join("\n"));
  }
}

/** Moves to the upper left corner and clears what is below it. */
const clear = "\u001b[H\u001b[J";
