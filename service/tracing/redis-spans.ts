import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from "@opentelemetry/semantic-conventions";
import type { Redis } from "ioredis";

/**
 * Gives every command of a client a span, from its call to its reply, where there is one
 * that it is a part of. Arguments are left out: they have names of counters in them.
 */
export function traceCommands(redis: Redis, tracer: Tracer, parent: () => Span | undefined): void {
  const { host = "", port = 0, db = 0 } = redis.options;
  const attributes = {
    [ATTR_DB_SYSTEM_NAME]: "redis",
    [ATTR_DB_NAMESPACE]: String(db),
    [ATTR_SERVER_ADDRESS]: host,
    [ATTR_SERVER_PORT]: port,
  };
  const sendCommand = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    const around = parent();
    if (around === undefined) return sendCommand(command, stream);
    const name = command.name.toUpperCase();
    const options = { kind: SpanKind.CLIENT, attributes: { ...attributes, [ATTR_DB_OPERATION_NAME]: name } };
    const span = tracer.startSpan(name, options, trace.setSpan(ROOT_CONTEXT, around));
    command.promise.then(
      () => span.end(),
      ({ name }: Error) =>
        span.setAttribute(ATTR_ERROR_TYPE, name).setStatus({ code: SpanStatusCode.ERROR }).end(),
    );
    return sendCommand(command, stream);
  };
}
