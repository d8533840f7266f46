import type { StoredBackup } from "../backup/store.ts";
import { loadBackups } from "../backup-tasks/store.ts";
import type { CommandContext } from "./command.ts";
import { readSettings } from "./settings.ts";

/** Lists the backups of a stack, up or down, the newest first. */
export async function backups({ docker, options, report }: CommandContext): Promise<void> {
  const found = await loadBackups(docker, await readSettings(options));
  if (options.json) console.log(JSON.stringify(found, undefined, 2));
  else if (found.length === 0) report(`Stack "${options.stack}" has no backups yet.`);
  else for (const each of found) console.log(render(each));
}

function render({ name, bytes, header }: StoredBackup): string {
  const about = header
    ? `release ${header.release}, ${header.encryption ? "encrypted" : "in clear"}`
    : "cannot be read";
  return `${name}  ${String(bytes).padStart(12)} bytes  ${about}`;
}
