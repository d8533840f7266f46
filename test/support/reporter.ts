import Mocha from "mocha";

/** Mocha's own report, closed by one line that sums it up. */
export default class Reporter extends Mocha.reporters.Spec {
  override done(failures: number, finish: (failures: number) => void): void {
    const { passes, pending } = this.stats;
    const skipped = pending > 0 ? `, ${pending} skipped` : "";
    console.log(`\n${passes} passed, ${this.stats.failures} failed${skipped}`);
    finish(failures);
  }
}
