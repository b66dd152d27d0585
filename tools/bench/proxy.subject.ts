// A process of its own for our fault proxy, as Toxiproxy has one: tells its parent the API's port.
import { startFaultProxyServer } from '#proxy';

const server = await startFaultProxyServer({ port: 0 });
process.send?.(server.port);
process.once('disconnect', () => process.exit());
