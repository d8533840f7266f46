/**
 * A browser loads a page ahead where it guesses that somebody goes next, which counts nothing, and does
 * not ask again when it shows the page: the look is counted as the page is loaded anew, once.
 */
export function countLook() {
  const { prerendering = false } = /** @type {{ prerendering?: boolean }} */ (document);
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType("navigation")
  );
  if (navigation?.type === "reload") return;
  if (prerendering) document.addEventListener("prerenderingchange", () => location.reload(), { once: true });
  else location.reload();
}
