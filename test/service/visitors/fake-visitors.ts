import type { Visitors } from "../../../service/visitors/visitors.ts";

/** Visitors that are seen through. */
export const fakeVisitors: Visitors = {
  visitorOf: async (address, userAgent) => `visitor ${address} ${userAgent}`,
  voterOf: async (address, userAgent) => `voter ${address} ${userAgent}`,
};
