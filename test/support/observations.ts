import { expect } from "chai";
import { saysNoChanges } from "./engines.ts";
import type { Platform } from "./platform.ts";

/** Only Pulumi has a state that can differ from what is there. */
export async function expectNoDrift({ engine, pulumi, must }: Platform): Promise<void> {
  if (engine === "pulumi") {
    const refresh = await pulumi("refresh", "--yes", "--skip-preview");
    expect(refresh.exitCode, refresh.output).to.equal(0);
    const preview = await pulumi("preview", "--expect-no-changes");
    expect(preview.exitCode, preview.output).to.equal(0);
  } else expect((await must("preview")).output).to.match(saysNoChanges(engine));
}

/** The id of every container, by name. */
export async function identities({ docker, containers }: Platform): Promise<Record<string, string>> {
  const names = await containers();
  const ids = await Promise.all(names.map(async (name) => (await docker.getContainer(name).inspect()).Id));
  return Object.fromEntries(names.map((name, index) => [name, ids[index] ?? ""]));
}

/** Which release answers. */
export async function servingRelease({ fetch }: Platform): Promise<string> {
  return ((await (await fetch("/readyz")).json()) as { release: string }).release;
}

/** Which replicas answer a number of requests. */
export async function answeringReplicas({ fetch }: Platform, requests: number): Promise<string[]> {
  const replicas = new Set<string>();
  for (let sent = 0; sent < requests; sent += 1) {
    const { replica } = (await (await fetch("/readyz")).json()) as { replica: string };
    replicas.add(replica);
  }
  return [...replicas].sort();
}

/** Whether every replica answers ready; the proxy asks them in turn. */
export async function allReady({ fetch, containers }: Platform): Promise<boolean> {
  const replicas = await containers("service");
  for (const _ of [...replicas, ...replicas]) {
    const response = await fetch("/readyz").catch(() => undefined);
    if (!response?.ok) return false;
  }
  return true;
}

export function visitsOf(text: string): number {
  return Number(/visited (\d+) times/.exec(text)?.[1]);
}
