// A process for labs: answers each connection with what it was sent. Tells its port in the file that is its argument.
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';

const [portFile = ''] = process.argv.slice(2);
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.pipe(socket);
});
server.listen(0, '127.0.0.1', () => writeFileSync(portFile, String((server.address() as AddressInfo).port)));
