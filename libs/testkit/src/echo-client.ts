// Whether a server that echoes answers a new client.
import { connect } from 'node:net';

const PATIENCE_MS = 500;

export function isEchoed(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const finish = (echoed: boolean) => {
      clearTimeout(giveUp);
      socket.destroy();
      resolve(echoed);
    };
    const giveUp = setTimeout(() => finish(false), PATIENCE_MS);
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
    socket.once('data', () => finish(true));
    socket.write('?');
  });
}
