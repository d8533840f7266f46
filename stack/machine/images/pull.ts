import type Docker from "dockerode";
import { readEvents } from "./engine-events.ts";
import { createPullProgress } from "./pull-progress.ts";

export interface PullOptions {
  readonly docker: Docker;
  readonly reference: string;
  readonly report: (line: string) => void;
  /** How long the registry may take to say its first word; as long as the engine's own limits where undefined. */
  readonly patienceMs: number | undefined;
}

/** What became of a pull: an unreachable registry is no fault of the image's name. */
export type PullResult =
  | { readonly kind: "pulled" }
  | { readonly kind: "unreachable" | "refused"; readonly reason: string };

export async function pullImage({ docker, reference, report, patienceMs }: PullOptions): Promise<PullResult> {
  const silence = new AbortController();
  const timer = patienceMs === undefined ? undefined : setTimeout(() => silence.abort(), patienceMs);
  const progress = createPullProgress(reference, report);
  report(`Pulling ${reference}`);
  try {
    const stream = await docker.pull(reference, { abortSignal: silence.signal });
    for await (const event of readEvents(stream)) {
      clearTimeout(timer);
      progress(event);
    }
    return { kind: "pulled" };
  } catch (error) {
    const reason = silence.signal.aborted
      ? `no answer within ${(patienceMs ?? 0) / 1000} s`
      : engineMessage(error as Error);
    return { kind: silence.signal.aborted || isUnreachable(reason) ? "unreachable" : "refused", reason };
  } finally {
    clearTimeout(timer);
  }
}

/** The engine's words, without what dockerode puts around them. */
function engineMessage({ message }: Error): string {
  return message.replace(/^\(HTTP code \d+\) .*? - /, "").trim();
}

const connectionFailures = [
  /dial (tcp|udp)/,
  /no such host/,
  /server misbehaving/,
  /i\/o timeout/,
  /TLS handshake timeout/,
  /connection (refused|reset)/,
  /(network is unreachable|no route to host)/,
  /(Client\.Timeout|context deadline) exceeded/,
  /request canceled while waiting for connection/,
  /proxyconnect/,
  // No certificates here, or a network that looks into TLS: whoever answered is not the registry.
  /x509:/,
];

/** Whether the engine's message says that no registry answered, rather than what one answered. */
export function isUnreachable(message: string): boolean {
  return connectionFailures.some((pattern) => pattern.test(message));
}
