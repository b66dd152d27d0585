// What needs dockerode, in one module that the driver loads when it is opened: commands that use no container start at once.
export { EngineContainer } from './container.control.ts';
export { EngineClient } from './engine.client.ts';
export { WatchSession } from './watch.session.ts';
