import { type Document, isMap, isNode, YAMLMap } from "yaml";
import { namespace } from "./config.ts";
import { settingName } from "./setting.ts";

/** The settings in a stack's file, as they may be changed in it; made where there are none. */
export function configMap(document: Document): YAMLMap {
  const found = document.get("config", true);
  if (isMap(found)) return found as YAMLMap;
  const made = new YAMLMap(document.schema);
  // A comment below a `config:` without settings says why there are none.
  if (isNode(found) && found.comment) made.commentBefore = found.comment;
  document.set("config", made);
  return made;
}

/** Takes a setting away, by its full name, and leaves what is said above it. */
export function forget(config: YAMLMap, name: string): void {
  const written = config.items.filter(({ key }) => settingName(String(key), namespace) === name);
  for (const item of written) {
    const index = config.items.indexOf(item);
    config.items.splice(index, 1);
    const above = isNode(item.key) ? item.key.commentBefore : undefined;
    const next = config.items[index]?.key;
    if (isNode(next)) next.commentBefore = joined(above, next.commentBefore);
    else config.comment = joined(above, config.comment);
  }
}

function joined(...comments: readonly (string | null | undefined)[]): string | null {
  return comments.filter(Boolean).join("\n") || null;
}
