// From the words of a failed install to the next step. First match wins, so the narrow causes stand first.
const CAUSES = [
  [
    /ENOSPC/,
    'The disk is full: free about 1 GB where the checkout and the npm cache are, then run the same command again.',
  ],
  [
    /EROFS|EACCES|EPERM/,
    'Nothing may be written there: make the checkout and the npm cache (npm config get cache) yours, or clone somewhere else.',
  ],
  [
    /spawn npm ENOENT|npm: (command )?not found/,
    'npm is not on this machine: it comes with Node (https://nodejs.org/en/download); on Debian: apt install npm.',
  ],
  [
    /EINTEGRITY/,
    'A download differs from what package-lock.json expects: run `npm cache verify`, then the same command again; if it repeats, the registry or a proxy alters packages.',
  ],
  [
    /EUSAGE|in sync/,
    'package.json and package-lock.json disagree: run `npm install` and keep the changed package-lock.json.',
  ],
  [
    /_CERT|CERT_|certificate/,
    'A proxy with its own certificate seems to be between here and the registry: set NODE_EXTRA_CA_CERTS to its CA file.',
  ],
  [/E401|E403/, 'The registry refused: check the registry and its token (npm config get registry).'],
  [
    /E404|ETARGET|notarget/,
    'The registry that npm uses lacks a package: check `npm config get registry`; a mirror may be behind.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|network/i,
    'The package registry is out of reach: connect to the network (or name a mirror: npm config set registry URL), then run the same command again.',
  ],
  [
    /node-gyp|gyp ERR/,
    'A package tried to compile: install a C compiler, make and python3, then run the same command again.',
  ],
];

/** One sentence that says what to do about a failed npm, from everything it printed. */
export function nextStepFor(output) {
  const cause = CAUSES.find(([pattern]) => pattern.test(output));
  return (
    cause?.[1] ??
    'Read the lines above; run the same command again after mending the cause (it takes up where it stopped).'
  );
}
