// What the bundled command takes for `undici`: its client alone. The package's index also loads fetch, WebSocket, caches
// and mocks, which cost every start 18 ms of processor time. Who imports anything else from undici fails to be bundled.
import request from '../../node_modules/undici/lib/api/api-request.js';
import Dispatcher from '../../node_modules/undici/lib/dispatcher/dispatcher.js';

export { default as Agent } from '../../node_modules/undici/lib/dispatcher/agent.js';
export { default as Pool } from '../../node_modules/undici/lib/dispatcher/pool.js';

// As the index does it.
Object.assign(Dispatcher.prototype, { request });
