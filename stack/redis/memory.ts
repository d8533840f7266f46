/**
 * The most megabytes that Redis has for counters: half a kilobyte each, and 8 when their history
 * is full. The rest of its container's memory is room for buffers and for the copy that a rewrite
 * of the log makes.
 *
 * @param memoryMegabytes what its container may have
 */
export function maxMemoryMegabytes(memoryMegabytes: number): number {
  return Math.floor(memoryMegabytes * 0.6);
}
