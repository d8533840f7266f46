/** Takes variables away before each test of a suite and puts them back as they were afterwards. */
export function keepEnvironment(...names: string[]): void {
  const kept = new Map<string, string | undefined>();

  beforeEach(() => {
    for (const name of names) {
      kept.set(name, process.env[name]);
      delete process.env[name];
    }
  });

  afterEach(() => {
    for (const [name, value] of kept) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
