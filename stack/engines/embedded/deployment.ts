import type { Action, Context, Made, Registration } from "./resource.ts";
import { kindOf } from "./resource-kinds.ts";

const signs: Readonly<Record<Action, string>> = { create: "+", replace: "±", update: "~", same: "=" };

/** The names of the Docker objects that a program described. */
export interface Described {
  readonly containers: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
  readonly volumes: ReadonlySet<string>;
}

/**
 * Carries out registrations as the program makes them. The first failure stops
 * it: whatever is registered afterwards is refused untouched.
 */
export class Deployment {
  readonly #context: Context;
  readonly #dryRun: boolean;
  readonly #registrations: Registration[] = [];
  readonly #changed = new Set<string>();
  readonly #underWay = new Set<Promise<unknown>>();
  #failure: Error | undefined;

  constructor(context: Context, { dryRun }: { dryRun: boolean }) {
    this.#context = context;
    this.#dryRun = dryRun;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  /** How many resources were, or would be, made anew or changed. */
  get changes(): number {
    return this.#changed.size;
  }

  /** Makes one resource, or says what would be made. */
  async register(registration: Registration): Promise<Made> {
    if (this.#failure) throw this.#failure;
    this.#registrations.push(registration);
    const work = this.#carryOut(registration);
    this.#underWay.add(work);
    try {
      return await work;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#failure ??= new Error(`${registration.name}: ${message}`, { cause: error });
      throw this.#failure;
    }
  }

  /** Waits until nothing is being made any more: after a failure, others may still be at it. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  described(): Described {
    const named = (type: string) =>
      new Set(
        this.#registrations.filter((each) => each.type === type).map(({ inputs }) => String(inputs.name)),
      );
    return {
      containers: named("docker:index/container:Container"),
      networks: named("docker:index/network:Network"),
      volumes: named("docker:index/volume:Volume"),
    };
  }

  async #carryOut(registration: Registration): Promise<Made> {
    const kind = kindOf(registration.type);
    const { action, made } = await kind.plan(this.#context, registration);
    const label = `${signs[action]} ${registration.name}`;
    if (made) {
      this.#context.report(`  ${label}`);
      return made;
    }
    this.#changed.add(registration.name);
    if (this.#dryRun) {
      this.#context.report(`  ${label}  (${action})`);
      return kind.predict(registration);
    }
    const startedAt = performance.now();
    this.#context.report(`  ${label}  …`);
    const result = await kind.make(this.#context, registration);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    this.#context.report(`  ${label}  done in ${seconds} s`);
    return result;
  }
}
