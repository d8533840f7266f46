import type { RunningContainer } from "../../nginx/container.ts";
import { readCurrent } from "../../nginx/switch.ts";
import { routedServers } from "../../nginx/upstream.ts";

/** A replica that the proxy routes to and that should get no traffic. */
export interface NotReady {
  readonly replica: string;
  /** What it says of itself, or that it says nothing. */
  readonly complaint: string;
}

/** Tells answers apart from what asks for them. */
const mark = "tally-readiness";

/** Asks every replica that the proxy routes to; their health checks ask only whether they live. */
export async function readNotReady(proxy: RunningContainer): Promise<NotReady[]> {
  const servers = routedServers((await readCurrent(proxy)) ?? "");
  if (servers.length === 0) return [];
  const script = `for server in "$@"; do
    curl --silent --max-time 3 --write-out '\n%{http_code} ${mark}\n' "http://$server/readyz"; done; :`;
  const { output } = await proxy.run(script, ...servers);
  const answers = output.split(` ${mark}`);
  return servers.flatMap((server, index) => {
    const [replica = ""] = server.split(":");
    const complaint = findComplaint(answers[index]?.trim() ?? "");
    return complaint === undefined ? [] : [{ replica, complaint }];
  });
}

/** @param answer body and status, each on lines of its own */
export function findComplaint(answer: string): string | undefined {
  const lines = answer.split("\n");
  const status = lines.pop();
  if (status === "200") return undefined;
  if (status === "000" || status === "") return "It does not answer.";
  try {
    return String(JSON.parse(lines.join("\n")).detail);
  } catch {
    return `/readyz answered ${status}.`;
  }
}
