import type { Command } from "./command.ts";
import { deleteData } from "./delete-data.ts";
import { down } from "./down.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { logs } from "./logs.ts";
import { outputs } from "./outputs.ts";
import { ownerKey } from "./owner-key.ts";
import { prepare } from "./prepare.ts";
import { preview } from "./preview.ts";
import { rollback } from "./rollback.ts";
import { status } from "./status.ts";
import { up } from "./up.ts";

/** Everything that `npm run` offers for a stack. */
export const commands: Readonly<Record<string, Command>> = {
  up,
  preview,
  down,
  rollback,
  status,
  logs,
  outputs,
  "owner-key": ownerKey,
  export: exportCommand,
  import: importCommand,
  prepare,
  "delete-data": deleteData,
};
