import { run } from "../command.ts";
import { becomesTrue } from "./condition.ts";

const timeoutMs = 60_000;

/**
 * Has systemd start the engine and returns when it answers.
 *
 * @throws Error with the end of the unit's journal when it does not
 */
export async function startUnit(answers: () => Promise<boolean>): Promise<void> {
  try {
    await run("systemctl", ["start", "docker"]);
  } catch (cause) {
    throw new Error(`systemd could not start the Docker engine; ${await journal()}`, { cause });
  }
  if (await becomesTrue(answers, timeoutMs)) return;
  throw new Error(`The Docker engine did not answer within ${timeoutMs / 1000} s; ${await journal()}`);
}

async function journal(): Promise<string> {
  const args = ["--unit", "docker", "--no-pager", "--lines", "20"];
  const lines = await run("journalctl", args).catch((error: Error) => error.message);
  return `the end of its journal:\n${lines}`;
}
