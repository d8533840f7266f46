import { block } from "./block.ts";

/** Versions before HTTP/1.1 know requests without a host, which can be led nowhere and which replicas refuse without a word. */
export const hostNeeded = block('if ($http_host = "")', ["return 400;"]);
