import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Whether somebody has said where Pulumi keeps its state: by the environment, or by `pulumi login`. */
export async function hasChosenBackend(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  if (env.PULUMI_BACKEND_URL || env.PULUMI_ACCESS_TOKEN) return true;
  const home = env.PULUMI_CREDENTIALS_PATH || env.PULUMI_HOME || join(homedir(), ".pulumi");
  const credentials = await readFile(join(home, "credentials.json"), "utf8").catch(() => "{}");
  try {
    return Boolean((JSON.parse(credentials) as { current?: string }).current);
  } catch {
    // Pulumi itself says best what is wrong with it.
    return true;
  }
}
