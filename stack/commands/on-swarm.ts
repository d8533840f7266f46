import { namespace } from "../config/config.ts";
import { loadSealedValues } from "../config/stack-file.ts";
import { objectName } from "../containers/names.ts";

/** What does the work of the commands that know one machine only, on a Swarm. */
function instead(stack: string): Readonly<Record<string, string>> {
  const service = objectName(stack, "service");
  const redis = "on the node with the label tally.redis";
  const output = (name: string) => `$(pulumi stack output ${name} --stack ${stack})`;
  const owner = `-H "Authorization: Bearer ${output("ownerKey --show-secrets")}"`;
  const api = `${output("url")}/api/v1`;
  const lines = '-H "Content-Type: application/jsonl" --data-binary @counters.jsonl';
  return {
    status: `docker service ls; docker service ps ${service}`,
    logs: `docker service logs --follow ${service}`,
    rollback: "check the earlier sources out and run up: the same sources are the same release",
    "owner-key": `pulumi stack output ownerKey --show-secrets --stack ${stack}`,
    "rotate-password": "pulumi destroy and up make a new one; the counts stay",
    export: `curl --fail ${owner} ${api}/export > counters.jsonl`,
    import: `curl --fail-with-body ${owner} ${lines} ${api}/import`,
    backup: `with tally:backup set, node main.ts take in the container of ${objectName(stack, "backup")}, ${redis}`,
    backups: `docker volume inspect ${objectName(stack, "backups")}, ${redis}`,
    restore: `pulumi destroy; ${redis}: npm run up, restore and down with tally:platform machine; up`,
    "delete-data": `docker volume rm ${objectName(stack, "redis", "data")}, ${redis}`,
  };
}

/**
 * Keeps a command from a stack that it would not find.
 *
 * @throws Error that says what does its work on a Swarm
 */
export async function refuseOnSwarm(command: string, stack: string): Promise<void> {
  const advice = instead(stack)[command];
  if (advice === undefined) return;
  const { values } = await loadSealedValues(stack);
  if (values[`${namespace}:platform`] !== "swarm") return;
  throw new Error(`npm run ${command} knows one machine only, and stack "${stack}" is on a Swarm: ${advice}`);
}
