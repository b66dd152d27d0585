// What every kind of probe keeps: one suite, run against real systems, up and down.

import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type AnyProbe, type FieldValue, type Measurement, MusterError, type Probe } from '#core';

/** Raw parameters, as a user writes them. */
type With = Readonly<Record<string, unknown>>;

export interface ProbeLab {
  /** What can be measured. */
  readonly up: With;
  /** A system that is down: measured, with these fields; undefined where the kind knows no such thing. */
  readonly down?: { readonly with: With; readonly fields: Readonly<Record<string, FieldValue>> };
  /** What cannot be measured; undefined where there is no such thing. */
  readonly broken?: With;
  /** What answers nothing for a long time; undefined where the kind waits for nobody. */
  readonly hanging?: With;
  /** By name; none may be told by an explanation or a message. */
  readonly secrets?: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 5000;
const SHORT_MS = 200;
/** A busy machine may take long to say that the time is over. */
const GENEROUS_MS = 3000;

const typeOf: Readonly<Record<string, string>> = {
  number: 'number',
  duration: 'number',
  size: 'number',
  percent: 'number',
  text: 'string',
  boolean: 'boolean',
};

export function describeProbeContract(probe: AnyProbe, openLab: () => Promise<ProbeLab>): void {
  describe(`${probe.kind} keeps the contract of probes`, () => {
    const opened: Probe[] = [];
    let lab: ProbeLab;
    beforeAll(async () => {
      lab = await openLab();
    });
    afterAll(async () => {
      await Promise.all(opened.map((one) => one.close()));
      await lab.close();
    });

    const bind = (values: With): Probe => {
      const one = probe.open(probe.params.parse(values));
      opened.push(one);
      return one;
    };
    const measure = async (one: Probe, signal = new AbortController().signal, timeoutMs = TIMEOUT_MS) => {
      const resolve = async (ref: { secret: string } | { secretFile: string }) => {
        const value = 'secret' in ref ? lab.secrets?.[ref.secret] : undefined;
        if (value === undefined) throw new MusterError('MUS2013', 'no such secret');
        return value;
      };
      return one.measure({ signal, timeoutMs, secrets: { resolve } });
    };
    /** The signal fires after `timeoutMs`, as the engine's does. */
    const measureShortly = (one: Probe) => measure(one, AbortSignal.timeout(SHORT_MS), SHORT_MS);
    const tellsNoSecret = (text: string) => {
      for (const secret of Object.values(lab.secrets ?? {})) expect(text).not.toContain(secret);
    };

    describeDeclaration(probe);

    test('an unknown parameter is refused', () => {
      expect(probe.params.safeParse({ ...lab.up, unheardOf: 1 }).success).toBe(false);
    });

    test('explains itself in one line, without secrets and without changing a parameter', () => {
      const values: unknown = probe.params.parse(lab.up);
      const before = structuredClone(values);
      const told = probe.explain(values);
      expect(told).toMatch(/^[^\n]{5,}$/);
      tellsNoSecret(told);
      probe.hosts(values);
      expect(values).toEqual(before);
    });

    test('parameters that were read survive the journal', () => {
      const values: unknown = probe.params.parse(lab.up);
      expect(isDeepStrictEqual(JSON.parse(JSON.stringify(values)), values)).toBe(true);
    });

    test('measures what is up, in fields of the types declared, again and again', async () => {
      const one = bind(lab.up);
      for (let round = 0; round < 3; round += 1) fitsDeclaration(probe, await measure(one));
    });

    test('measures several times at once', async () => {
      const one = bind(lab.up);
      const all = await Promise.all(Array.from({ length: 8 }, () => measure(one)));
      for (const measurement of all) fitsDeclaration(probe, measurement);
    });

    test('a system that is down is a measurement', async () => {
      if (lab.down === undefined) return;
      const measurement = await measure(bind(lab.down.with));
      fitsDeclaration(probe, measurement);
      expect(measurement).toMatchObject({ outcome: 'measured', fields: lab.down.fields });
    });

    test('what cannot be measured is an error, and tells no secret', async () => {
      if (lab.broken === undefined) return;
      const measurement = await measure(bind(lab.broken)).catch(
        (error: unknown): Measurement => ({ outcome: 'error', message: String(error) }),
      );
      expect(measurement).toMatchObject({ outcome: 'error', message: expect.stringMatching(/.{10,}/) });
      tellsNoSecret(JSON.stringify(measurement));
    });

    test('ends at the timeout, after no less, and measures on afterwards', async () => {
      if (lab.hanging === undefined) return;
      const one = bind(lab.hanging);
      for (let round = 0; round < 2; round += 1) {
        const startedMs = performance.now();
        const measurement = await measureShortly(one);
        const tookMs = performance.now() - startedMs;
        expect(tookMs).toBeGreaterThan(SHORT_MS - 20);
        expect(tookMs).toBeLessThan(SHORT_MS + GENEROUS_MS);
        if (measurement.outcome === 'measured') fitsDeclaration(probe, measurement);
        else expect(measurement.message).toMatch(/\d/);
      }
    });

    test('stopped at the end of a run, it ends at once and claims no failure', async () => {
      const values = lab.hanging;
      if (values === undefined) return;
      const end = new AbortController();
      const startedMs = performance.now();
      const measuring = measure(bind(values), end.signal, 60_000);
      end.abort();
      expect(await measuring).toMatchObject({ outcome: 'error' });
      expect(performance.now() - startedMs).toBeLessThan(GENEROUS_MS);
    });

    test('closes twice, and before it measured', async () => {
      const one = bind(lab.up);
      await one.close();
      await one.close();
    });
  });
}

function describeDeclaration(probe: AnyProbe): void {
  test('its example is accepted', () => expect(probe.params.safeParse(probe.example).success).toBe(true));

  test('the whole, every parameter and every field are described', () => {
    const schema = z.toJSONSchema(probe.params, { io: 'input' });
    expect(schema.description).toMatch(/\.$/);
    const shapes = schema.anyOf ?? [schema];
    for (const property of shapes.flatMap((shape) => Object.values(shape.properties ?? {}))) {
      expect(property).toHaveProperty('description', expect.stringMatching(/\.$/));
    }
    for (const field of Object.values(probe.fields)) expect(field.summary).toMatch(/\.$/);
    expect(probe.summary).toMatch(/\.$/);
  });
}

function fitsDeclaration(probe: AnyProbe, measurement: Measurement): void {
  expect(measurement).toMatchObject({ outcome: 'measured' });
  if (measurement.outcome !== 'measured') return;
  expect(isDeepStrictEqual(JSON.parse(JSON.stringify(measurement)), measurement)).toBe(true);
  for (const [name, value] of Object.entries(measurement.fields)) {
    const declared = probe.fields[name];
    if (declared === undefined) expect([name, probe.openFields]).toEqual([name, true]);
    else expect([name, typeof value]).toEqual([name, typeOf[declared.type]]);
  }
}
