import type { RunningContainer } from "../../nginx/container.ts";
import { redisPasswordFile as file } from "./secret-plan.ts";

// Each step is a shell in the container of the stack's own Redis. A password goes from file to standard
// input there: it is on no command line, in no output, and on no way to or from the engine. Whatever step
// a rotation is killed after, the file holds a password that Redis takes, and takes again after a start.

/** Makes a new password, which Redis takes beside those that it takes already. */
export async function offerPassword(redis: RunningContainer): Promise<void> {
  await run(
    redis,
    `umask 077
     head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \\n' > ${file}.next
     test "$(wc -c < ${file}.next)" -eq 64
     sync ${file}.next
     printf '#%s' "$(sha256sum < ${file}.next | cut -c -64)" | redis-cli -e -x ACL SETUSER default`,
  );
}

/** Hands the new password to all who read the file from now on. */
export async function replacePassword(redis: RunningContainer): Promise<void> {
  await run(redis, `mv ${file}.next ${file}; sync "$(dirname ${file})"`);
}

/** From now on Redis takes the password in the file, and no other. */
export async function withdrawOldPasswords(redis: RunningContainer): Promise<void> {
  await run(redis, `redis-cli -e -x CONFIG SET requirepass < ${file}`);
}

/** @throws Error with what Redis, or the shell, said */
async function run(redis: RunningContainer, script: string): Promise<void> {
  const { exitCode, output } = await redis.run(`set -eu; ${script}`);
  if (exitCode !== 0) throw new Error(`${redis.name} did not change its password: ${output}`);
}
