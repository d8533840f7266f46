import { STATUS_CODES } from "./http.ts";

/** The members of an RFC 9457 problem; those after `detail` are extensions. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly reason?: string;
  /** What is wrong with the request, one by one. */
  readonly errors?: readonly object[];
  /** The bad line of an import. */
  readonly line?: number;
  readonly requestId?: string;
}

interface HttpErrorLike {
  readonly status?: unknown;
  readonly expose?: unknown;
  readonly message?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly reason?: unknown;
  readonly errors?: unknown;
  readonly line?: unknown;
}

/** What a client may know of an error: its message only where it was meant for clients. */
export function problemOf(error: unknown, requestId?: string): Problem {
  const { status: given, expose, message, reason, errors, line } = likeHttpError(error);
  const status = isErrorStatus(given) ? given : 500;
  return {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    ...(expose === true && typeof message === "string" && { detail: message }),
    ...(expose === true && typeof reason === "string" && { reason }),
    ...(expose === true && Array.isArray(errors) && { errors }),
    ...(expose === true && typeof line === "number" && { line }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** The headers that an error asks for, such as Allow and Retry-After. */
export function problemHeaders(error: unknown): Readonly<Record<string, string>> {
  const { expose, headers } = likeHttpError(error);
  return expose === true && headers ? headers : {};
}

function likeHttpError(error: unknown): HttpErrorLike {
  return typeof error === "object" && error !== null ? error : {};
}

function isErrorStatus(status: unknown): status is number {
  return typeof status === "number" && status >= 400 && status <= 599 && status in STATUS_CODES;
}
