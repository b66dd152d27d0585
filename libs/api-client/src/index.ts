// Client of a Muster server, generated from docs/openapi.json (`npm run docs`).
export { answerOf, connectServer } from './connect-server.ts';
export { applyDocuments, getCaller, listServices } from './generated/sdk.gen.ts';
