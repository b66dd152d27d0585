import { describe, expect, test } from '@jest/globals';
import type { Target } from '#core';
import { endpoint } from './endpoint.driver.ts';

const SECRET_URL = 'postgres://shop:hunter2@db.example:6543/shop';
const context = {
  secrets: { resolve: async () => SECRET_URL },
  stateDir: '/nowhere',
  baseDir: '/nowhere',
};
const soon = () => AbortSignal.timeout(1000);
const find = async (select: object): Promise<Target> => {
  const driver = await endpoint.open({}, context);
  return (await driver.find(select, soon()))[0]!;
};

test.each([
  [{ host: '127.0.0.1', port: 8080 }, '127.0.0.1:8080', 'tcp://127.0.0.1:8080'],
  [{ host: '::1', port: 8080 }, '[::1]:8080', 'tcp://[::1]:8080'],
  [{ url: 'postgres://shop@127.0.0.1/shop' }, '127.0.0.1:5432', 'postgres://shop@127.0.0.1/shop'],
  [{ url: 'http://[::1]/a' }, '[::1]:80', 'http://[::1]/a'],
  [{ url: { secret: 'SHOP_DATABASE_URL' } }, 'db.example:6543', SECRET_URL],
  [{ url: { secretFile: '/run/db' } }, 'db.example:6543', SECRET_URL],
])('%j is %s', async (select, id, url) => {
  const target = await find(select);
  expect([target.id, target.name]).toEqual([id, id]);
  const driver = await endpoint.open({}, context);
  const known = JSON.parse(JSON.stringify(target)) as Target;
  const control = driver.handle('endpoint', known);
  expect(`${control.host.includes(':') ? `[${control.host}]` : control.host}:${control.port}`).toBe(id);
  expect(await control.url()).toBe(url);
});

test('a target holds a reference, never the secret', async () => {
  const target = await find({ url: { secret: 'SHOP_DATABASE_URL' } });
  expect(JSON.stringify(target)).not.toContain('hunter2');
  expect(target.locator).toEqual({ host: 'db.example', port: 6543, url: { secret: 'SHOP_DATABASE_URL' } });
});

describe('refused', () => {
  test('a password in the file, with what to do instead', () => {
    const { error } = endpoint.select.safeParse({ url: SECRET_URL });
    expect(JSON.stringify(error?.issues)).toContain('{secret: NAME}');
    expect(JSON.stringify(error?.issues)).not.toContain('hunter2');
  });

  test.each([
    {},
    { url: 'no address' },
    { host: 'a' },
    { host: 'a', port: 0 },
    { host: 'a', port: 1, url: 'b:1' },
  ])('%j', (select) => expect(endpoint.select.safeParse(select).success).toBe(false));

  test('a secret that is no URL, or has no port, without telling it', async () => {
    const open = (secret: string) =>
      endpoint.open({}, { ...context, secrets: { resolve: async () => secret } });
    const select = { url: { secret: 'X' } };
    const noUrl = (await open('hunter2')).find(select, soon());
    await expect(noUrl).rejects.toMatchObject({
      code: 'MUS2010',
      message: 'the endpoint is no URL with a host',
    });
    const noPort = (await open('ftp://u:hunter2@db.example/')).find(select, soon());
    await expect(noPort).rejects.toMatchObject({ message: 'the URL of host db.example has no port' });
  });
});

test('hosts for the allow-list', () => {
  expect(endpoint.hosts({}, { host: 'a', port: 1 })).toEqual(['a']);
  expect(endpoint.hosts({}, { url: 'http://[::1]:3/' })).toEqual(['::1']);
});
