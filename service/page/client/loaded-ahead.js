/**
 * A browser loads ahead where it guesses that somebody goes next, which counts nothing, and does
 * not ask again when it shows the page: the look is counted as the page is loaded anew.
 */
export function countLook() {
  const { prerendering = false } = /** @type {{ prerendering?: boolean }} */ (document);
  if (prerendering) document.addEventListener("prerenderingchange", () => location.reload(), { once: true });
  else if (isPrefetched()) location.reload();
}

function isPrefetched() {
  const [navigation] = /** @type {(PerformanceEntry & { deliveryType?: string })[]} */ (
    performance.getEntriesByType("navigation")
  );
  return navigation?.deliveryType === "navigational-prefetch";
}
