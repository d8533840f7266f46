import { fetchPinned, type PinnedRequest } from "./pinned-fetch.ts";

/** A running Tally, and the key that it takes for its owner's. */
export interface TallyApi {
  readonly url: string;
  readonly ownerKey: string;
  /** What it must show by https, as PEM. */
  readonly certificate?: string;
  /** How long an interrupted transfer is tried again, in milliseconds. */
  readonly patienceMs?: number;
}

/** The members of a problem (RFC 9457) that Tally's answers may have. */
export interface Problem {
  readonly title?: string;
  readonly detail?: string;
  /** The line of the request's body that is wrong, from 1; those before it are imported. */
  readonly line?: number;
}

/** Tally refused, and would refuse again. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    const reason = problem.detail ?? problem.title;
    super(`Tally answers ${status}${reason === undefined ? "" : `: ${reason}`}`);
    this.status = status;
    this.problem = problem;
  }
}

/** Tally took a request and then was gone. */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";
}

/**
 * Opens the stream of all counters as JSON lines.
 *
 * @param after leaves out this counter, and what comes before it
 * @throws Refusal; Error when nothing answers
 */
export async function openExport(api: TallyApi, after?: string): Promise<ReadableStream<Uint8Array>> {
  const query = after === undefined ? "" : `?${new URLSearchParams({ after })}`;
  const response = await ask(api, `export${query}`, { method: "GET", headers: {} });
  if (response.body === null) throw new Error("Tally answers an export with nothing");
  return response.body;
}

/** A counter, and what it holds with all its digits; null where that is no count. */
export interface CounterValue {
  readonly counter: string;
  readonly exact: string | null;
}

/**
 * Reads counters, in the order of their names.
 *
 * @throws Refusal; Error when nothing answers before the signal
 */
export async function readValues(
  api: TallyApi,
  counters: readonly string[],
  signal: AbortSignal,
): Promise<CounterValue[]> {
  const query = new URLSearchParams(counters.map((counter) => ["counter", counter]));
  const response = await ask(api, `values?${query}`, { method: "GET", headers: {}, signal });
  return ((await response.json()) as { counters: CounterValue[] }).counters;
}

/** Whether Tally is there and counts. */
export async function isReady({ url, certificate }: TallyApi): Promise<boolean> {
  const [target, sent] = [`${url}/readyz`, { method: "GET", headers: {} }];
  try {
    const response = await (certificate === undefined
      ? fetch(target)
      : fetchPinned(target, certificate, sent));
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Imports some lines; a repetition changes nothing.
 *
 * @returns how many counters were imported
 * @throws Refusal; Error when nothing answers
 */
export async function sendImport(api: TallyApi, lines: string): Promise<number> {
  const headers = { "Content-Type": "application/jsonl" };
  const response = await ask(api, "import", { method: "POST", headers, body: lines });
  const answer = await response.json().catch((cause: Error) => {
    throw new BrokenConnection(`the connection to ${api.url} broke: ${said(cause.cause ?? cause)}`, {
      cause,
    });
  });
  return (answer as { imported: number }).imported;
}

async function ask(api: TallyApi, path: string, request: PinnedRequest): Promise<Response> {
  const { url, ownerKey, certificate } = api;
  const sent = { ...request, headers: { ...request.headers, Authorization: `Bearer ${ownerKey}` } };
  const target = `${url}/api/v1/${path}`;
  const asked = certificate === undefined ? fetch(target, sent) : fetchPinned(target, certificate, sent);
  const response = await asked.catch((error: Error) => {
    const reason = error.cause ?? error;
    if (isUnreachable(reason))
      throw new Error(`nothing answers at ${url}: ${said(reason)}`, { cause: error });
    throw new BrokenConnection(`the connection to ${url} broke: ${said(reason)}`, { cause: error });
  });
  if (response.ok) return response;
  const text = await response.text();
  throw new Refusal(response.status, readProblem(text));
}

function readProblem(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    // Some other server's page, in front of Tally, says no more than its status.
    return {};
  }
}

/** Whether it was no use to ask: the request has reached nobody. */
function isUnreachable(reason: unknown): boolean {
  const { code, syscall } = reason as NodeJS.ErrnoException;
  return syscall === "connect" || syscall === "getaddrinfo" || code === "UND_ERR_CONNECT_TIMEOUT";
}

function said(reason: unknown): string {
  return reason instanceof Error ? reason.message || reason.name : String(reason);
}
