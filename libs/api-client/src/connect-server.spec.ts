import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { answerOf, connectServer, getCaller } from './index.ts';

describe('the client', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  async function answering(status: number, type: string, body: string) {
    server = createServer((request, response) => {
      response.writeHead(status, { 'content-type': type });
      response.end(body.replace('{authorization}', String(request.headers.authorization)));
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return connectServer({ url: `http://127.0.0.1:${port}/`, token: 'muster_x' });
  }

  test('asks with its token, and gives what is answered', async () => {
    const client = await answering(
      200,
      'application/json',
      '{"actor": "{authorization}", "name": "x", "grants": []}',
    );
    expect(await answerOf(getCaller({ client }))).toEqual({
      actor: 'Bearer muster_x',
      name: 'x',
      grants: [],
    });
  });

  test('a refusal is an error with its code and the next step', async () => {
    const body = JSON.stringify({ code: 'MUS5002', detail: 'not here', next: 'Ask.', status: 403 });
    const client = await answering(403, 'application/problem+json', body);
    await expect(answerOf(getCaller({ client }))).rejects.toMatchObject({
      code: 'MUS5002',
      message: 'not here',
      next: 'Ask.',
    });
  });

  test('what is no Muster server is said to be none', async () => {
    const client = await answering(502, 'text/html', '<h1>Bad gateway</h1>');
    await expect(answerOf(getCaller({ client }))).rejects.toMatchObject({
      code: 'MUS5014',
      message: 'no answer of a Muster server: status 502',
    });
  });

  test('what does not answer cannot be reached', async () => {
    const client = connectServer({ url: 'http://127.0.0.1:1', token: 'x' });
    await expect(answerOf(getCaller({ client }))).rejects.toMatchObject({ code: 'MUS5014' });
  });
});
