/** A line of what the engine writes while it pulls or imports an image. */
export interface EngineEvent {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/**
 * Reads a stream of the engine's to its end.
 *
 * @throws Error with the engine's message when the work failed underway, or the
 *   stream's own when the connection broke
 */
export async function* readEvents(stream: NodeJS.ReadableStream): AsyncGenerator<EngineEvent> {
  stream.setEncoding("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter(hasContent).map(parseEvent);
  }
  if (hasContent(rest)) yield parseEvent(rest);
}

function hasContent(line: string): boolean {
  return line.trim() !== "";
}

function parseEvent(line: string): EngineEvent {
  const event = JSON.parse(line) as EngineEvent;
  if (event.error !== undefined) throw new Error(event.error);
  return event;
}
