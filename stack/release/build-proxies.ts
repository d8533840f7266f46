/** Docker knows these build arguments without a Dockerfile that names them, and keeps them out of the image. */
const names = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);

/** What keeps a change of these from being a change of what was built. */
export const ignoredProxies: readonly string[] = names.map((name) => `build.args.${name}`);

/** A proxy of the machine's own, which is not that of a container. */
const onLoopback = /^(\w+:\/\/)?([^@/]*@)?(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/i;

/**
 * The proxies through which this shell reaches others, in each spelling in which it has them, but
 * for those that no build reaches.
 */
export function buildProxies(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const entries = names.map((name) => [name, environment[name]] as const);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value && !onLoopback.test(value) ? [[name, value]] : [])),
  );
}
