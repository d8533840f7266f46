import { dirname } from "node:path";

/**
 * What a failure of the file system means for who named the file.
 *
 * @returns other failures as they are
 */
export function explainFileFailure(failure: unknown, file: string, purpose: "read" | "written"): unknown {
  const reason = reasonOf((failure as NodeJS.ErrnoException)?.code, file, purpose);
  if (reason === undefined) return failure;
  return new Error(`--file ${file} cannot be ${purpose}: ${reason}`, { cause: failure });
}

function reasonOf(code: string | undefined, file: string, purpose: "read" | "written"): string | undefined {
  switch (code) {
    case "ENOENT":
      return purpose === "read" ? "there is no such file" : `there is no folder ${dirname(file)}`;
    case "ENOTDIR":
      return `${dirname(file)} is no folder`;
    case "EISDIR":
      return "it is a folder, and must be a file";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "this user may not";
  }
  return undefined;
}

/** A folder can be opened, and only later be neither read nor replaced. */
export function folderFailure(): Error {
  return Object.assign(new Error("is a folder"), { code: "EISDIR" });
}
