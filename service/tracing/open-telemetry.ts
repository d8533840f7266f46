import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Attributes,
  type Context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_SCHEME,
} from "@opentelemetry/semantic-conventions";
import type { Redis } from "ioredis";
import type { TracingConfig } from "../config/tracing-settings.ts";
import type { Log } from "../log/log.ts";
import { createProvider, type Identity } from "./provider.ts";
import { traceCommands } from "./redis-spans.ts";
import { createTraceIds } from "./trace-ids.ts";
import type { Arrival, Outcome, RequestTrace, Tracing, Wait } from "./tracing.ts";

export interface OpenTelemetryArgs {
  readonly config: TracingConfig;
  readonly identity: Identity;
  readonly redis: Redis;
  readonly log: Log;
}

// What the conventions call a method that is none of these.
const methods = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]);
const propagator = new W3CTraceContextPropagator();

/**
 * Traces by OpenTelemetry. Nothing is registered for the whole process and no module is
 * changed: what is followed is what calls this.
 */
export function openTelemetry({ config, identity, redis, log }: OpenTelemetryArgs): Tracing {
  const ids = createTraceIds();
  const provider = createProvider(config, identity, ids, log);
  const tracer: Tracer = provider.getTracer("tally", identity.release);
  const current = new AsyncLocalStorage<Span | undefined>();
  traceCommands(redis, tracer, () => recording(current.getStore()));

  function request({ id, method, headers }: Arrival): RequestTrace | undefined {
    const caller = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const known = methods.has(method) ? method : "_OTHER";
    const attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: known,
      [ATTR_URL_SCHEME]: headers["x-forwarded-proto"] === "https" ? "https" : "http",
      "tally.request_id": id,
    };
    const name = known === "_OTHER" ? "HTTP" : known;
    const span = ids.during(id, () => tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, caller));
    if (!span.isRecording()) return undefined;
    return {
      id: span.spanContext().traceId,
      run: (work) => current.run(span, work),
      end: (outcome) => endRequest(span, name, outcome),
    };
  }

  function wait(answered: Promise<unknown>): Wait | undefined {
    const parent = recording(current.getStore());
    if (parent === undefined) return undefined;
    const span = tracer.startSpan("count", {}, inside(parent));
    answered.then(
      () => span.end(),
      (error) => fail(span, error).end(),
    );
    return span;
  }

  async function write<T>(waits: () => readonly Wait[], entries: number, work: () => Promise<T>): Promise<T> {
    const [first, ...others] = waits() as readonly Span[];
    // The context is that of the request that came first after a pause, and its trace is another.
    if (first === undefined) return await current.run(undefined, work);
    const span = tracer.startSpan("write", writeOptions(entries, others), inside(first));
    const link = { context: span.spanContext() };
    for (const each of [first, ...others]) each.addEvent("sent").addLink(link);
    try {
      return await current.run(span, work);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  return { request, wait, write, close: () => provider.close() };
}

function writeOptions(entries: number, others: readonly Span[]) {
  const attributes: Attributes = { "tally.batch.entries": entries };
  return { attributes, links: others.map((other) => ({ context: other.spanContext() })) };
}

function endRequest(span: Span, method: string, { route, status, failure }: Outcome): void {
  if (route !== "none") span.updateName(`${method} ${route}`).setAttribute(ATTR_HTTP_ROUTE, route);
  if (status !== undefined) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
  if (failure !== undefined) span.setAttribute(ATTR_ERROR_TYPE, nameOf(failure));
  else if (status === undefined || status >= 500) {
    span.setAttribute(ATTR_ERROR_TYPE, status === undefined ? "client_gone" : String(status));
  }
  if (status === undefined || status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Its message may have a counter's name in it, and is in the log. */
function fail(span: Span, error: unknown): Span {
  return span.setAttribute(ATTR_ERROR_TYPE, nameOf(error)).setStatus({ code: SpanStatusCode.ERROR });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

/** What goes on after its request is over, as a shared reading may, is no part of it. */
function recording(span: Span | undefined): Span | undefined {
  return span?.isRecording() ? span : undefined;
}

function inside(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span);
}
