// Our server passes the suite that Toxiproxy itself passes (see toxiproxy.spec.ts).
import { describeProxyBehaviour } from './behaviour/proxy.behaviour.spec-support.ts';
import { startFaultProxyServer } from './index.ts';

describeProxyBehaviour('the fault proxy', () => startFaultProxyServer({ port: 0 }));
