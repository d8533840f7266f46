import { type Past, readPast } from "../logs/container-logs.ts";
import { chooseContainers, isReplica, isShown, parseLevel } from "../logs/filter.ts";
import { followStack, subscribeToStarts } from "../logs/follow.ts";
import type { LogLine } from "../logs/log-line.ts";
import { renderJson, renderLine, shortName } from "../logs/render-line.ts";
import type { CommandContext } from "./command.ts";
import { listStackContainers } from "./stack-containers.ts";

/** How many lines of each container's past are looked at, and how many for those of a level: few have it. */
const tail = 50;
const tailOfLevel = 10_000;

/** Prints what the containers of a stack log, in the order of time, and goes on with it where that is wanted. */
export async function logs({ docker, options }: CommandContext): Promise<void> {
  const { stack, replica, id, json } = options;
  const filter = { level: parseLevel(options.level), id };
  const follow = options.follow || process.stdout.isTTY;
  // Before the containers are listed, so that none is missed that starts between.
  const starts = follow ? await subscribeToStarts(docker, stack) : undefined;
  const containers = await listStackContainers(docker, stack);
  if (containers.length === 0) throw new Error(`stack "${stack}" is not up`);
  const chosen = chooseContainers(containers, replica);
  const width = Math.max(...chosen.map(({ name }) => shortName(name, stack).length));

  const isWanted = (line: LogLine) =>
    (replica === undefined || isReplica(line.container, replica)) && isShown(filter, line);
  const print = (line: LogLine) => console.log(json ? renderJson(line) : renderLine(line, stack, width));

  const looked = filter.level === undefined ? tail : tailOfLevel;
  const pasts: Past[] = [];
  // One by one, since a whole log is tens of megabytes.
  for (const { name } of chosen) {
    pasts.push(await readPast(docker, name, id === undefined ? looked : undefined, isWanted));
  }
  for (const line of pasts.flatMap(({ lines }) => lines).sort(byTime)) print(line);
  if (starts === undefined) return;
  const known = chosen.map(({ name }, index) => [name, pasts[index]?.until ?? ""] as const);
  await followStack(docker, starts, new Map(known), (line) => {
    if (isWanted(line)) print(line);
  });
}

function byTime(a: LogLine, b: LogLine): number {
  return a.at < b.at ? -1 : Number(a.at > b.at);
}
