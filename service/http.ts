/**
 * node:http as a script gets it. Imported as a module it loads its WebSocket client too, undici:
 * some 25 ms and 7 MB of its own in each process, for what nothing here uses.
 */
export const { createServer, get, STATUS_CODES } = process.getBuiltinModule("node:http");
