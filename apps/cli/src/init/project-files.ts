// The files of a first project: an http probe through a proxy that one fault makes slow.
import { basename, resolve } from 'node:path';

/** Something to break: any web server does. */
export const server = `node -e 'require("http").createServer((_, r) => r.end("hello")).listen(18080, "127.0.0.1")'`;

/** Path within the folder -> content. */
export function projectFiles(folder: string): Readonly<Record<string, string>> {
  return {
    'environment.yaml': environment,
    'services/web.yaml': service,
    'runbooks/web-slow.md': runbook,
    'experiment.yaml': experiment,
    'README.md': readme(basename(resolve(folder))),
  };
}

const environment = `# Where experiments run, and what they may harm there. Whatever is not listed is refused.
apiVersion: muster/v1
kind: Environment
metadata: {name: local, title: This machine}
spec:
  # true: a run must be confirmed by the name of the environment (muster run ... --confirm local).
  production: false

  # Values for \${...} in every file. --var name=value goes before them.
  variables:
    proxy.url: http://127.0.0.1:8474     # HTTP API of the fault proxy: muster proxy, or Toxiproxy
    web.url: http://127.0.0.1:18081      # where the proxy listens for clients of the web server

  drivers:
    toxiproxy: {url: "\${proxy.url}"}

  allow:
    targets:
      - {driver: toxiproxy, names: [web]}
    hosts: [127.0.0.1, localhost]
    maxTargets: 1
    maxDuration: 1m
`;

const service = `# A service of the catalog: who mends it, what it promises, which runbooks apply.
apiVersion: muster/v1
kind: Service
metadata: {name: web}
spec:
  owner: team-web
  tier: standard
  slos:
    - name: web-availability
      objective: 99%
      good: {status: 200, latency: {lte: 500ms}}     # what makes one answer a good one
  runbooks:
    - {name: web-slow, path: ../runbooks/web-slow.md}
`;

const runbook = `# The web server is slow

## Diagnose

Ask it directly and through the proxy: \`curl -w '%{time_total}\\n' -o /dev/null http://127.0.0.1:18081/\`.
The difference is the network between them.

## Mend

Remove what slows the network. If an experiment did it: \`muster abort\`.
`;

const experiment = `# A hypothesis, how it is measured, one fault, and what ends the run early.
# muster validate / explain / run .
apiVersion: muster/v1
kind: Experiment
metadata: {name: web-survives-slow-network, title: Slow network}
spec:
  hypothesis: The web server answers within 400 ms though the network adds 200 ms.
  service: web

  # Values for \${...} here; --var latency=600ms goes before them.
  variables: {latency: 200ms}

  # What may be harmed, found by a driver. muster catalogue toxiproxy
  targets:
    web: {driver: toxiproxy, select: {proxy: web}}

  # Measured before, during and after the fault; each time it must hold.
  steadyState:
    - name: web answers
      probe: http                                     # muster catalogue http
      with: {url: "\${web.url}/"}
      every: 100ms
      judge: {expect: {status: 200, latency: {p99: {lte: 400ms}}}, over: 2s}
      gap:                                            # how it is told if it does not hold
        title: web is too slow on a slow network
        severity: SEV3
        runbook: web-slow#diagnose

  faults:
    - name: network is slow
      fault: network-latency                          # muster catalogue network-latency
      target: web
      with: {latency: "\${latency}", jitter: 20ms}
      for: 10s

  # Any of these undoes everything at once.
  abort:
    - when: {slo: web-availability, burnRate: {gte: 14.4}, over: 4s}
    - when: {probe: web answers, failingFor: 5s}

  expect:
    recoversWithin: 10s
`;

const readme = (name: string): string => `# ${name}

| file | holds |
|---|---|
| \`experiment.yaml\` | hypothesis, steady state, fault, abort rules |
| \`environment.yaml\` | what may be harmed here |
| \`services/\` | who owns what, and what it promises |
| \`runbooks/\` | what to do when it fails |

\`\`\`console
$ ${server} &
$ muster proxy web=127.0.0.1:18081,127.0.0.1:18080 &
$ muster run .
\`\`\`

Then make it fail: \`muster run . --var latency=600ms\`. It aborts by itself, and its report names the gap.
`;
