/** Whether this replica is being emptied; it never goes back. */
export interface Drain {
  readonly begun: boolean;
  begin(): void;
}

export function createDrain(): Drain {
  let begun = false;
  return {
    get begun() {
      return begun;
    },
    begin() {
      begun = true;
    },
  };
}
