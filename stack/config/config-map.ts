import { type Document, isMap, isNode, YAMLMap } from "yaml";

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
