import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { refuseWithoutRoom } from "../backup/room.ts";
import { dataPath } from "../redis/places.ts";

/** How many times their own size kept data need to come back: their copy, and the log that Redis writes anew of it. */
const roomFactor = 2;

/**
 * Redis serves from the same volume while data that were kept aside are
 * copied, and ends where it has no room for its next write.
 *
 * @param aside where they are on the volume; where nothing is, nothing is needed
 * @throws Error when there is not enough room for the copy
 */
export async function requireRoomForKept(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  aside: string,
): Promise<void> {
  const script = `cd ${dataPath} && [ ! -d "$1" ] || { du -sk "$1" && df -Pk . | tail -n 1; }`;
  const { exitCode, output } = await openContainer(docker, own.Id).run(script, aside);
  if (exitCode !== 0) throw new Error(`the data of Redis cannot be measured: ${output}`);
  const [, needed = 0, free = 0] = /^(\d+)\s.*\n\S+\s+\d+\s+\d+\s+(\d+)\s/.exec(output) ?? [];
  refuseWithoutRoom(Number(needed) * 1024 * roomFactor, Number(free) * 1024);
}
