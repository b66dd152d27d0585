// The page is safe to open, sends nothing, and can be read by everybody: parsed as a browser does.
import { describe, expect, test } from '@jest/globals';
import { renderHtml } from '#report';
import { aFault, aGap, aPlan, aProbe } from '../../plan.spec-support.ts';
import { behaves, reportOf, reportOn, scenarios } from '../../report.spec-support.ts';
import { attribute, elementsOf, readable } from './page.spec-support.ts';
import { style } from './style.ts';

const names = Object.keys(scenarios) as (keyof typeof scenarios)[];

describe.each(names)('the page of a run that was %s', (name) => {
  test('is well-formed and below 150 kB', async () => {
    const page = renderHtml(await reportOn(name));
    expect(elementsOf(page).length).toBeGreaterThan(100);
    expect(Buffer.byteLength(page)).toBeLessThan(150_000);
  });

  test('loads nothing and runs nothing', async () => {
    const elements = elementsOf(renderHtml(await reportOn(name)));
    const tags = new Set(elements.map(({ tagName }) => tagName));
    for (const tag of ['script', 'iframe', 'img', 'object', 'embed', 'form', 'base'])
      expect(tags).not.toContain(tag);
    const addresses = elements.flatMap(({ attrs }) =>
      attrs.filter(({ name: key }) => /^(src|href|action)$/.test(key)),
    );
    expect(addresses.map(({ value }) => value)).toEqual(['data:,']);
    expect(style).not.toMatch(/url\(|@import/);
    expect(elements.some((one) => attribute(one, 'http-equiv') === 'Content-Security-Policy')).toBe(true);
  });

  test('says what is undefined nowhere', async () => {
    expect(readable(renderHtml(await reportOn(name)))).not.toMatch(/undefined|NaN|\[object|Infinity/);
  });

  test('has no empty section, and a text for each chart', async () => {
    const page = renderHtml(await reportOn(name));
    expect(`${readable(page)}## `).not.toMatch(/^## [^\n]*\n+## /m);
    const charts = elementsOf(page).filter(({ tagName }) => tagName === 'svg');
    expect(charts.every((chart) => (attribute(chart, 'aria-label') ?? '').length > 40)).toBe(true);
  });
});

describe('order', () => {
  test('verdict, gaps, measurements, timeline, proof, times, guards, environment', async () => {
    const text = readable(renderHtml(await reportOn('aborted')));
    expect(text.match(/^## .*$/gm)).toEqual([
      '## 1 gap',
      '## What held, and what was not examined',
      '## What was measured',
      '## Timeline',
      '## What was injected, and the proof that it is gone',
      '## Detection and recovery',
      '## Guards',
      '## Environment, and how to run it again',
    ]);
    expect(text.indexOf('FAIL')).toBeLessThan(text.indexOf('## 1 gap'));
  });

  test('a run that passed begins with what it proved', async () => {
    const text = readable(renderHtml(await reportOn('passed')));
    expect(text.match(/^## .*$/m)?.[0]).toBe('## No gap found: what this run proved');
  });

  test('what may still be broken comes before everything else', async () => {
    const text = readable(renderHtml(await reportOn('left')));
    expect(text).toContain('May still be in place: payments is slow. Now: muster recover r-20261123-100411');
    expect(text.indexOf('May still be')).toBeLessThan(text.indexOf('## '));
  });
});

describe('hostile names', () => {
  const evil = [
    `"><script>alert(1)</script>`,
    `'onmouseover='alert(2)`,
    `</title></style><img src=x onerror=alert(3)>`,
    '`${alert(4)}` \u202e reversed \u0000 日本語 🔥',
    'x'.repeat(5000),
  ];

  test.each(evil)('%p stays text', async (name) => {
    const plan = aPlan({
      title: name,
      hypothesis: name,
      owner: name,
      file: name,
      probes: [aProbe({ name, explain: name, at: name, gap: aGap({ title: name, fix: name, owner: name }) })],
      faults: [aFault({ id: name, explain: name, explainUndo: name, at: name })],
    });
    const page = renderHtml(await reportOf(plan, behaves(640)));
    // A NUL may not stand in a page at all.
    const elements = elementsOf(page.replaceAll('\u0000', ''));
    const known = elementsOf(renderHtml(await reportOf(aPlan(), behaves(640))));
    const shape = (all: typeof elements) => new Set(all.map(({ tagName }) => tagName));
    expect(shape(elements)).toEqual(shape(known));
    expect(elements.flatMap(({ attrs }) => attrs).filter((one) => one.name.startsWith('on'))).toEqual([]);
  });
});

describe('colours', () => {
  const tokens = (block: string): Map<string, string> =>
    new Map(
      [...block.matchAll(/--([\w-]+):(#[0-9a-f]{3,6})\b/g)].map(([, name = '', hex = '']) => [name, hex]),
    );
  const light = tokens(style.slice(0, style.indexOf('@media')));
  const dark = new Map([
    ...light,
    ...tokens(style.slice(style.indexOf('@media (prefers'), style.indexOf('*{box'))),
  ]);

  /** Text on its ground, everywhere that the sheet uses them together. */
  const pairs = [
    ['ink', 'page'],
    ['ink', 'card'],
    ['ink', 'faint'],
    ['ink', 'bad-soft'],
    ['soft', 'page'],
    ['soft', 'card'],
    ['soft', 'faint'],
    ['bad', 'card'],
    ['bad', 'bad-soft'],
    ['good', 'card'],
    ['good', 'good-soft'],
    ['warn', 'warn-soft'],
    ['calm', 'calm-soft'],
    ['harm-ink', 'card'],
    ['focus', 'card'],
    ['card', 'bad'],
    ['card', 'good'],
    ['card', 'warn'],
    ['card', 'calm'],
  ] as const;

  test.each(pairs)('%s on %s can be read in light and dark (WCAG AA)', (ink, ground) => {
    for (const theme of [light, dark])
      expect(contrast(theme.get(ink), theme.get(ground))).toBeGreaterThanOrEqual(4.5);
  });
});

function luminance(hex = ''): number {
  const digits =
    hex.length === 4 ? [...hex.slice(1)].map((one) => one + one) : (hex.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits
    .map((pair) => Number.parseInt(pair, 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string | undefined, b: string | undefined): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
}
