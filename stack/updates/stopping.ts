import type { IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import type Docker from "dockerode";
import { repeatDuring } from "../../nginx/repeat.ts";

/**
 * From now on an action is repeated whenever the container is told to stop,
 * until it has. Watching keeps no process alive.
 *
 * @returns when nothing that happens to the container is missed any more
 */
export async function repeatWhileStopping(
  docker: Docker,
  name: string,
  action: () => Promise<void>,
): Promise<void> {
  const filters = { container: [name], event: ["kill", "die"] };
  const events = (await docker.getEvents({ filters })) as IncomingMessage;
  events.socket.unref();
  let stopping: PromiseWithResolvers<void> | undefined;
  // Nothing is lost that was not lost before when the engine ends the stream.
  events.once("error", () => stopping?.resolve());
  createInterface({ input: events }).on("line", (line) => {
    const { Action } = JSON.parse(line) as { Action: string };
    if (Action === "die") {
      stopping?.resolve();
      stopping = undefined;
    } else if (stopping === undefined) {
      stopping = Promise.withResolvers<void>();
      void repeatDuring(stopping.promise, action, 0);
    }
  });
}
