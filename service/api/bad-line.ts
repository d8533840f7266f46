import { RequestError } from "../errors.ts";

/** A line that cannot be imported; nothing of it or of later lines was changed. */
export class BadLine extends RequestError {
  override readonly name = "BadLine";
  readonly line: number;

  constructor(line: number, reason: string, status = 400) {
    super(status, `Line ${line} ${reason}. The ${line - 1} lines before it are imported.`);
    this.line = line;
  }
}
