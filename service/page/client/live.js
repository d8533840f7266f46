/** @typedef {ReadonlyMap<string, bigint | undefined>} Values by the counters' names; undefined where nobody knows */

const path = "/api/v1/live";
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

/**
 * Follows counters for as long as somebody looks at the page: a hidden page
 * would hold one of the few connections that a browser has for a host.
 *
 * @param {readonly string[]} names
 * @param {(values: Values) => void} show
 * @param {(live: boolean) => void} tell told whenever the stream opens or breaks
 */
export function followCounters(names, show, tell) {
  const query = new URLSearchParams(names.map((name) => ["counter", name]));
  /** @type {EventSource | undefined} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let delayMs = firstDelayMs;

  function open() {
    close();
    source = new EventSource(`${path}?${query}`);
    source.addEventListener("open", () => {
      delayMs = firstDelayMs;
      tell(true);
    });
    source.addEventListener("message", ({ data }) => show(readValues(data)));
    source.addEventListener("error", comeBack);
  }

  /** The browser comes back by itself when a stream ends, but not after a refusal. */
  function comeBack() {
    tell(false);
    if (source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(timer);
    timer = setTimeout(open, delayMs);
    delayMs = Math.min(2 * delayMs, longestDelayMs);
  }

  function close() {
    clearTimeout(timer);
    source?.close();
  }

  function followWhileSeen() {
    if (document.visibilityState === "visible") open();
    else close();
  }

  document.addEventListener("visibilitychange", followWhileSeen);
  followWhileSeen();
}

/**
 * @param {string} data of an event
 * @returns {Values}
 */
function readValues(data) {
  /** @type {{ counters: { counter: string, exact: string | null }[] }} */
  const { counters } = JSON.parse(data);
  return new Map(counters.map(({ counter, exact }) => [counter, exact === null ? undefined : BigInt(exact)]));
}
