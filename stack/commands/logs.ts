import { readPast } from "../logs/container-logs.ts";
import { chooseContainers, isReplica, isShown, parseLevel } from "../logs/filter.ts";
import { followStack } from "../logs/follow.ts";
import type { LogLine } from "../logs/log-line.ts";
import { renderJson, renderLine, shortName } from "../logs/render-line.ts";
import type { CommandContext } from "./command.ts";
import { listStackContainers } from "./stack-containers.ts";

/** How many lines of each container's past are looked at: of one request more, since few are its own. */
const tail = 50;
const tailOfRequest = 10_000;

/** Prints what the containers of a stack log, in the order of time, and goes on with it where that is wanted. */
export async function logs({ docker, options }: CommandContext): Promise<void> {
  const { stack, replica, id, json, follow } = options;
  const filter = { level: parseLevel(options.level), id };
  const containers = await listStackContainers(docker, stack);
  if (containers.length === 0) throw new Error(`stack "${stack}" is not up`);
  const chosen = chooseContainers(containers, replica);
  const width = Math.max(...chosen.map(({ name }) => shortName(name, stack).length));

  function show(line: LogLine): void {
    if (replica !== undefined && !isReplica(line.container, replica)) return;
    if (isShown(filter, line)) console.log(json ? renderJson(line) : renderLine(line, stack, width));
  }

  const isFiltered = id !== undefined || filter.level !== undefined;
  const past = await Promise.all(
    chosen.map(({ name }) => readPast(docker, name, isFiltered ? tailOfRequest : tail)),
  );
  for (const line of past.flat().sort(byTime)) show(line);
  if (!follow && !process.stdout.isTTY) return;
  const known = chosen.map(({ name }, index) => [name, past[index]?.at(-1)?.at ?? ""] as const);
  await followStack(docker, stack, new Map(known), show);
}

function byTime(a: LogLine, b: LogLine): number {
  return a.at < b.at ? -1 : Number(a.at > b.at);
}
