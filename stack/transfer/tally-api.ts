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
    super(`Tally answers ${status}: ${problem.detail ?? problem.title ?? "no reason given"}`);
    this.status = status;
    this.problem = problem;
  }
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

/**
 * Imports some lines; a repetition changes nothing.
 *
 * @returns how many counters were imported
 * @throws Refusal; Error when nothing answers
 */
export async function sendImport(api: TallyApi, lines: string): Promise<number> {
  const headers = { "Content-Type": "application/jsonl" };
  const response = await ask(api, "import", { method: "POST", headers, body: lines });
  const { imported } = (await response.json()) as { imported: number };
  return imported;
}

async function ask(api: TallyApi, path: string, request: PinnedRequest): Promise<Response> {
  const { url, ownerKey, certificate } = api;
  const sent = { ...request, headers: { ...request.headers, Authorization: `Bearer ${ownerKey}` } };
  const target = `${url}/api/v1/${path}`;
  const asked = certificate === undefined ? fetch(target, sent) : fetchPinned(target, certificate, sent);
  const response = await asked.catch((error: Error) => {
    throw new Error(`nothing answers at ${url}: ${said(error.cause ?? error)}`, { cause: error });
  });
  if (response.ok) return response;
  const text = await response.text();
  throw new Refusal(response.status, readProblem(text));
}

function readProblem(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    // The proxy's own answers are pages.
    return { title: text.replace(/<[^>]*>/g, " ").trim() };
  }
}

function said(reason: unknown): string {
  return reason instanceof Error ? reason.message || reason.name : String(reason);
}
