import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * Lets a module that libraries load at once, and this program hardly ever
 * needs, load when something of it is first used.
 *
 * @param {string} name the module's, as `from` requires it
 * @param {string} from the package that requires it
 */
export function loadWhenUsed(name, from) {
  const path = find(name, from);
  if (path === undefined || require.cache[path]) return;
  /** @type {any} */
  let loaded;
  const load = () => {
    if (loaded === undefined) {
      delete require.cache[path];
      loaded = require(path);
    }
    return loaded;
  };
  const exports = new Proxy(() => {}, {
    get(_, key) {
      // Compiled TypeScript asks for this one when it loads a module, and takes what is so marked as it is.
      if (key === "__esModule") return true;
      return key === "default" && !("default" in load()) ? load() : load()[key];
    },
    apply: (_, self, args) => Reflect.apply(load(), self, args),
    construct: (_, args) => new (load())(...args),
  });
  require.cache[path] = /** @type {NodeJS.Module} */ ({ id: path, filename: path, loaded: true, exports });
}

/**
 * @param {string} name
 * @param {string} from
 * @returns {string | undefined} undefined where it is not installed
 */
function find(name, from) {
  try {
    return createRequire(require.resolve(from)).resolve(name);
  } catch {
    return undefined;
  }
}
