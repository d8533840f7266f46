import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { stopGraceSeconds } from "../containers/container-args.ts";
import { ignoreGoing } from "../containers/docker.ts";
import { dataPath } from "../redis/places.ts";
import { requireRoomForKept } from "./kept-room.ts";
import { createSpare, readLog } from "./spare-redis.ts";

/** How long Redis may take to start with the restored data, in milliseconds. */
const startTimeoutMs = 120_000;

/** Where the data of a restore are prepared, and where start.sh expects them once they are complete. */
export const preparedFolder = "restoring";
const completeFolder = "restored";

/** Of how many restores the data from before are kept. */
const keptAside = 3;

/** How long a swap may be waited for, in seconds: a later start of Redis is no restore. */
const swapSeconds = 300;

/** Removes what a restore has prepared and will not use. */
export async function clearPrepared(docker: Docker, own: Docker.ContainerInspectInfo): Promise<void> {
  await runOnData(docker, own, `rm -rf ${preparedFolder}`);
}

/**
 * Copies data that were kept aside to where a restore prepares its data.
 *
 * @throws Error naming them when they are not there, or when there is not enough room
 */
export async function prepareKept(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  aside: string,
): Promise<void> {
  await requireRoomForKept(docker, own, aside);
  const copy = `mkdir ${preparedFolder} && cp -a ${aside} ${preparedFolder}/appendonlydir`;
  // Without a manifest, Redis would take it for a log that nothing was ever written to.
  const refuse = (condition: string, why: string) => `if ${condition}; then echo ${why}; exit 1; fi`;
  const isThere = refuse(`[ ! -d ${aside} ]`, `there is no ${aside}`);
  const isLog = refuse(`! ls ${aside}/*.manifest > /dev/null 2>&1`, `${aside} holds no data of Redis`);
  await runOnData(docker, own, `${isThere}; ${isLog}; ${copy}`);
}

/**
 * Starts Redis again with the data that were prepared; start.sh puts them in
 * place of the old ones. Where they do not start, the old ones come back.
 *
 * @param aside the folder on the volume that the old data are kept in
 * @returns how long Redis was away, in milliseconds
 * @throws Error when Redis has the old data
 */
export async function swapData(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  aside: string,
  timeoutMs = startTimeoutMs,
): Promise<number> {
  // To sync all disks of the host may take longer than a swap may be waited for.
  await runOnData(
    docker,
    own,
    `cd ${preparedFolder} && rm -f dump.rdb && echo ${aside} > aside && sync && cd .. &&
     echo $(($(date +%s) + ${swapSeconds})) > ${preparedFolder}/until && sync ${preparedFolder}/until &&
     if [ -e ${completeFolder} ]; then mv -T ${completeFolder} unused-${aside}; fi &&
     mv -T ${preparedFolder} ${completeFolder}`,
  );
  const container = docker.getContainer(own.Id);
  const stoppedAt = performance.now();
  await container.restart({ t: stopGraceSeconds });
  if (await answers(docker, own, timeoutMs)) {
    const pausedMs = performance.now() - stoppedAt;
    await requireSwapped(docker, own, aside);
    return pausedMs;
  }
  await bringBack(docker, own, aside);
  throw new Error("Redis did not start with the restored data; it is back with those it had");
}

/** Redis that answers may have started with the data that it had. */
async function requireSwapped(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  aside: string,
): Promise<void> {
  const look = `cd ${dataPath} && [ -d ${aside} ] && [ ! -e ${completeFolder} ]`;
  if ((await openContainer(docker, own.Id).run(look)).exitCode === 0) return;
  // A later start must not take them.
  const unused = `unused-${aside}`;
  await runOnData(
    docker,
    own,
    `if [ -e ${completeFolder} ]; then mv -T ${completeFolder} ${unused} && rm -r ${unused}; fi`,
  );
  throw new Error("Redis started again without the restored data, which are removed; it has those it had");
}

/**
 * Removes all that restores have kept aside but the latest few, and what none of them will use.
 *
 * @param made what was just kept; it stays, whatever the clock that named it says
 */
export async function pruneKept(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  made: string,
): Promise<void> {
  await runOnData(
    docker,
    own,
    `ls -d before-*Z | grep -vx ${made} | sort -r | tail -n +${keptAside} | while read -r old; do rm -r "$old"; done
     rm -rf before-*-refused unused-*`,
  );
}

/** By the way that the restored data came: start.sh puts them in place of those that do not start. */
async function bringBack(docker: Docker, own: Docker.ContainerInspectInfo, aside: string): Promise<void> {
  const container = docker.getContainer(own.Id);
  await container.stop({ t: stopGraceSeconds }).catch(ignoreStopped);
  const refused = `${aside}-refused`;
  await runOnData(
    docker,
    own,
    `if [ -d ${aside} ]; then
       mkdir ${preparedFolder} && echo ${refused} > ${preparedFolder}/aside &&
       mv -T ${aside} ${preparedFolder}/appendonlydir && mv -T ${preparedFolder} ${completeFolder}
     else
       mv -T ${completeFolder} unused-${aside}
     fi`,
  );
  await container.start();
  if (await answers(docker, own, startTimeoutMs)) return;
  throw new Error(`Redis starts neither with the restored data nor with those it had; see npm run logs`);
}

/** Whether Redis has loaded its data and writes its log, before the time is over. */
async function answers(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  timeoutMs: number,
): Promise<boolean> {
  const inside = openContainer(docker, own.Id);
  const giveUpAt = performance.now() + timeoutMs;
  while (performance.now() < giveUpAt) {
    const { output } = await inside.run("redis-cli INFO persistence").catch(() => ({ output: "" }));
    if (/^loading:0/m.test(output) && /^aof_enabled:1/m.test(output)) return true;
    await sleep(50);
  }
  return false;
}

async function runOnData(docker: Docker, own: Docker.ContainerInspectInfo, script: string): Promise<void> {
  const container = await createSpare(docker, own, ["sh", "-c", `cd ${dataPath} && ${script}`]);
  try {
    await container.start();
    const { StatusCode } = await container.wait();
    if (StatusCode === 0) return;
    throw new Error(`the data of Redis cannot be moved: ${await readLog(container, 10)}`);
  } finally {
    await container.remove({ force: true }).catch(ignoreGoing);
  }
}

/** The engine says so of a container that is not running. */
function ignoreStopped(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== 304) throw error;
}
