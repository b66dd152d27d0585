// Who harms a target: one run at a time. A claim is a numbered file that is linked into place complete and never removed
// while it is the newest: of two runs that claim the same number one fails. A claim holds while its run has a living owner.
import { createHash } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type JournalStore, MusterError, type Plan, type Target } from '#core';
import type { Workspace } from '../workspace.ts';

interface Claim {
  readonly run: string;
  readonly target: string;
  /** The run was concluded clean: nothing of it can be in place. */
  readonly released?: true;
}

interface Held {
  readonly number: number;
  readonly claim: Claim | undefined;
}

export class TargetClaims {
  readonly #folder: string;
  readonly #journals: JournalStore;

  constructor({ stateDir, journals }: Pick<Workspace, 'stateDir' | 'journals'>) {
    this.#folder = path.join(stateDir, 'claims');
    this.#journals = journals;
  }

  /** @throws MusterError MUS2004: a living run harms one of the targets */
  async refuseHeld(plan: Plan, run: string): Promise<void> {
    for (const [key, target] of targetsOf(plan)) await this.#refuse(await this.#newest(key), target, run);
  }

  /** The journal of the run must exist by now. @throws MusterError MUS2004: another was quicker */
  async take(plan: Plan, run: string): Promise<void> {
    const targets = targetsOf(plan);
    if (targets.size > 0) await mkdir(this.#folder, { recursive: true });
    for (const [key, target] of targets) {
      const newest = await this.#newest(key);
      await this.#refuse(newest, target, run);
      const claim: Claim = { run, target: target.name };
      if (!(await this.#link(key, newest.number + 1, claim))) {
        throw new MusterError('MUS2004', `${target.name}: another run claimed it just now`);
      }
    }
  }

  /** After the run was concluded clean. */
  async release(plan: Plan, run: string): Promise<void> {
    for (const [key, target] of targetsOf(plan)) {
      const { number, claim } = await this.#newest(key);
      if (claim?.run !== run) continue;
      const draft = await this.#draft(key, { run, target: target.name, released: true });
      await rename(draft, this.#file(key, number));
    }
  }

  /** Runs that harmed a target last and did not release it: living ones, and those that may have left something. */
  async unreleased(): Promise<readonly string[]> {
    const keys = new Set((await this.#names()).map((name) => name.split('.')[0] ?? ''));
    const newest = await Promise.all([...keys].map((key) => this.#newest(key)));
    return [
      ...new Set(newest.flatMap(({ claim }) => (claim === undefined || claim.released ? [] : claim.run))),
    ];
  }

  async #refuse({ claim }: Held, target: Target, run: string): Promise<void> {
    if (claim === undefined || claim.released || claim.run === run) return;
    const owner = await this.#journals.owner(claim.run).catch(() => undefined);
    if (owner === undefined) return;
    const message = `${target.name} is being harmed by run ${claim.run} (process ${owner.pid})`;
    const next = `Wait for it, or end it: muster abort ${claim.run}`;
    throw new MusterError('MUS2004', message, { next });
  }

  async #newest(key: string): Promise<Held> {
    const numbers = (await this.#names()).filter((name) => name.startsWith(`${key}.`)).map(numberOf);
    const number = Math.max(0, ...numbers);
    if (number === 0) return { number, claim: undefined };
    const text = await readFile(this.#file(key, number), 'utf8').catch(() => undefined);
    // Removed since: there is a newer one.
    return text === undefined ? this.#newest(key) : { number, claim: parseClaim(text) };
  }

  async #link(key: string, number: number, claim: Claim): Promise<boolean> {
    const draft = await this.#draft(key, claim);
    try {
      await link(draft, this.#file(key, number));
      // Newer ones may have come and have removed those before them.
      if ((await this.#newest(key)).number !== number) return false;
      await rm(this.#file(key, number - 1), { force: true });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  async #draft(key: string, claim: Claim): Promise<string> {
    const draft = path.join(this.#folder, `.${key}.${process.pid}`);
    await writeFile(draft, JSON.stringify(claim));
    return draft;
  }

  #file(key: string, number: number): string {
    return path.join(this.#folder, `${key}.${number}`);
  }

  async #names(): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => /^[0-9a-f]+\.\d+$/.test(name));
  }
}

const numberOf = (name: string): number => Number(name.split('.')[1]);

/** undefined: a power cut left the file without its content. */
function parseClaim(text: string): Claim | undefined {
  try {
    return JSON.parse(text) as Claim;
  } catch {
    return undefined;
  }
}

/** By key: the same target has the same one, whatever run or file speaks of it. */
function targetsOf({ faults, environment }: Plan): ReadonlyMap<string, Target> {
  return new Map(
    faults.map(({ target }) => {
      const identity = [target.driver, environment.drivers[target.driver] ?? {}, target.id];
      return [createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32), target];
    }),
  );
}
