import "./quick-start.js";

const { yieldSession } = await import("./updates/priority.ts");
yieldSession();

/** What Pulumi runs; the program itself is in index.ts. */
export default async () => ({ ...(await import("./index.ts")) });
