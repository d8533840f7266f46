import { type IdGenerator, RandomIdGenerator } from "@opentelemetry/sdk-trace-base";

/** Makes ids by chance, but for traces that are begun for a request: theirs is the request's. */
export interface TraceIds extends IdGenerator {
  /** Whatever trace the work begins has this id, where it is fit for one. */
  during<T>(requestId: string, work: () => T): T;
}

const fit = /^(?!0{32})[0-9a-f]{32}$/;

export function createTraceIds(): TraceIds {
  const random = new RandomIdGenerator();
  let given: string | undefined;
  return {
    during(requestId, work) {
      // The proxy's ids are 32 hexadecimal digits; those that the service makes have hyphens in between.
      const digits = requestId.replaceAll("-", "");
      given = fit.test(digits) ? digits : undefined;
      try {
        return work();
      } finally {
        given = undefined;
      }
    },
    generateTraceId: () => given ?? random.generateTraceId(),
    generateSpanId: () => random.generateSpanId(),
  };
}
