import "./quick-start.js";

/** What Pulumi runs; the program itself is in index.ts. */
export default async () => ({ ...(await import("./index.ts")) });
