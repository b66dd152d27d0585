// A process of its own that the HTTP probes measure: answers every request at once, with status 200 or the one that its
// parent last told it. Tells its parent the port.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let status = 200;
const server = createServer((_request, response) => response.writeHead(status).end('ok'));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', (told: number) => (status = told));
process.once('disconnect', () => process.exit());
process.send?.((server.address() as AddressInfo).port);
