// Starts the bundled command with the code that V8 compiled for it the last time. Node's own compile cache keeps what is
// compiled while a module loads; this one keeps every function that the command called, and those are most of a start.
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const vm = require('node:vm');

const [major, minor] = process.versions.node.split('.').map(Number);
const [lowestMajor, lowestMinor] = 'LOWEST_NODE'.split('.').map(Number);
if (major < lowestMajor || (major === lowestMajor && minor < lowestMinor)) {
  process.stderr.write(
    `Muster needs Node LOWEST_NODE or newer; this is ${process.versions.node}: https://nodejs.org/en/download\n`,
  );
  process.exit(2);
}

/** Carries a hash of its content in its name; tools/bundle-cli.mjs writes it here. */
const program = path.join(__dirname, 'PROGRAM');
const OLD_MS = 7 * 24 * 3_600_000;

// Zod compiles a parser for each schema; for the few documents of one command that costs more than it saves.
globalThis.__zod_globalConfig = { jitless: true };

const cache = cacheFile();
const script = new vm.Script(wrapped(fs.readFileSync(program, 'latin1')), {
  filename: program,
  cachedData: cache && cachedData(cache),
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
// V8 itself refuses what another version of it, or other flags, made.
if (cache && script.cachedDataRejected !== false) process.once('exit', () => keep(cache));
script.runInThisContext()(require, module, exports, pathToFileURL(program).href);

function wrapped(code) {
  return `(function(require,module,exports,__musterUrl){${code}\n})`;
}

/** One for each command: each calls functions of its own. undefined: there is nowhere to keep it. */
function cacheFile() {
  const { HOME, XDG_CACHE_HOME } = process.env;
  const caches = XDG_CACHE_HOME || (HOME && path.join(HOME, '.cache'));
  const [command] = /^-*[a-z-]+$/.exec(process.argv[2] ?? '') ?? ['other'];
  return caches && path.join(caches, 'muster', 'code', `${path.basename(program)}.${command}`);
}

function cachedData(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

function keep(file) {
  const folder = path.dirname(file);
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(draft, script.createCachedData());
    fs.renameSync(draft, file);
    for (const name of fs.readdirSync(folder)) {
      const other = path.join(folder, name);
      if (Date.now() - fs.statSync(other).mtimeMs > OLD_MS) fs.rmSync(other);
    }
  } catch {
    // The next start is slower; nothing else depends on it.
  }
}
