// Who may import whom (value and type imports alike): spec <- core <- layers <- apps, kinds alone, the core pure.
// Each rule has a fixture that breaks it in test/architecture/dependency-rules.spec.ts.

const TESTS = '\\.spec(-support)?\\.ts$|^test/|^libs/testkit/';
const SOURCES = { path: '^(apps|libs|tools)/', pathNot: TESTS };

/** Libraries between core and the apps; they see core and spec, never one another. */
const layer = (name) => ({ path: `^libs/${name}/`, pathNot: TESTS });
const npmExcept = (...allowed) => ({
  dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
  pathNot: `(^|/)node_modules/(${allowed.join('|')})/`,
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files that import each other cannot be read one after the other.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere also hides from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'not-into-dist',
      comment: 'Sources import sources; dist/ is what they become.',
      severity: 'error',
      from: {},
      to: { path: '^dist/' },
    },
    {
      name: 'not-into-tests',
      comment: 'What runs in production does not depend on a test.',
      severity: 'error',
      from: SOURCES,
      to: { path: '\\.spec\\.ts$|^test/' },
    },
    {
      name: 'testkit-only-in-tests',
      comment: 'Fakes and contract suites never reach production.',
      severity: 'error',
      from: SOURCES,
      to: { path: '^libs/testkit/' },
    },
    {
      name: 'no-dev-packages-in-production',
      comment: 'A package that the installed product lacks cannot be imported by it.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-optional', 'type-only'] },
    },
    {
      name: 'pure-without-node',
      comment: 'spec and core compute: no file, no clock, no network.',
      severity: 'error',
      from: { path: '^libs/(spec|core)/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'spec-packages',
      comment: 'spec parses and validates: yaml, zod and the spelling hints, nothing else.',
      severity: 'error',
      from: layer('spec'),
      to: npmExcept('yaml', 'zod', 'fastest-levenshtein'),
    },
    {
      name: 'core-packages',
      comment: 'core is plain TypeScript with zod and the spelling hints.',
      severity: 'error',
      from: layer('core'),
      to: npmExcept('zod', 'fastest-levenshtein'),
    },
    {
      name: 'spec-stands-alone',
      comment: 'spec is what users write; it knows nothing of what runs it.',
      severity: 'error',
      from: layer('spec'),
      to: { path: '^libs/', pathNot: '^libs/spec/' },
    },
    {
      name: 'core-sees-spec-only',
      comment: 'core decides on the documents of spec and on nothing else.',
      severity: 'error',
      from: layer('core'),
      to: { path: '^libs/', pathNot: '^libs/(core|spec)/' },
    },
    {
      name: 'leaves-stand-alone',
      comment: 'proxy and postgres are tools of their own; apps and tests put them to use.',
      severity: 'error',
      from: layer('(proxy|postgres)'),
      to: { path: '^libs/', pathNot: '^libs/$1/' },
    },
    {
      name: 'layers-see-core-and-spec',
      comment:
        'faults, probes, targets, journal, store, schedule, report, engine meet in the use cases, never in one another (the engine gets its kinds).',
      severity: 'error',
      from: layer('(?!(?:spec|core|proxy|postgres|testkit|use-cases)/)([^/]+)'),
      to: { path: '^libs/', pathNot: '^libs/($1|core|spec|testkit)/' },
    },
    {
      name: 'use-cases-above-libs',
      comment: 'The use cases put the libraries together; a library that needed them would need itself.',
      severity: 'error',
      from: { path: '^libs/(?!use-cases/)', pathNot: TESTS },
      to: { path: '^libs/use-cases/' },
    },
    {
      name: 'libs-below-apps',
      comment: 'A library serves every app; it cannot need one.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|tools)/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'What two apps share is a library.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: TESTS },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-by-name-from-libs',
      comment: "Another library is imported as '#name': its index.ts is all that it promises.",
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: TESTS },
      to: { path: '^libs/', pathNot: '^libs/$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'libs-by-name-from-apps',
      comment: "A library is imported as '#name': its index.ts is all that it promises.",
      severity: 'error',
      from: { path: '^(apps|tools)/', pathNot: TESTS },
      to: { path: '^libs/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'no-own-name-inside',
      comment:
        'Inside a library its own files are imported by path; its own name leads back through index.ts in a circle.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: TESTS },
      to: { path: '^libs/$1/', dependencyTypes: ['aliased-subpath-import'] },
    },
    {
      name: 'kinds-alone',
      comment: 'A fault or a driver is one folder; what two share stands in src/shared/.',
      severity: 'error',
      from: { path: '^libs/(faults|targets|integrations)/src/([^/]+)/', pathNot: `${TESTS}|/src/shared/` },
      to: { path: '^libs/$1/src/[^/]+/', pathNot: '^libs/$1/src/($2|shared)/' },
    },
    {
      name: 'shared-knows-no-kind',
      comment: 'What all kinds share cannot depend on one of them.',
      severity: 'error',
      from: { path: '^libs/(faults|targets|integrations)/src/shared/', pathNot: TESTS },
      to: { path: '^libs/$1/src/', pathNot: '^libs/$1/src/shared/' },
    },
    {
      name: 'probes-alone',
      comment: 'A probe is one file; what two share stands in src/shared/.',
      severity: 'error',
      from: { path: '^libs/probes/src/([^/]+)\\.probe\\.ts$' },
      to: { path: '^libs/probes/src/.+\\.probe\\.ts$' },
    },
    {
      name: 'typeorm-in-the-store',
      comment: 'The domain never sees a row.',
      severity: 'error',
      from: { pathNot: `^libs/store/|${TESTS}` },
      to: { path: '(^|/)node_modules/(typeorm|@nestjs/typeorm)/' },
    },
    {
      name: 'nest-in-apps',
      comment: 'Nest is wiring; libraries work without it.',
      severity: 'error',
      from: { pathNot: `^apps/|${TESTS}` },
      to: { path: '(^|/)node_modules/@nestjs/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(test/broken|apps/web|libs/api-client/src/generated)/' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['muster-source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts', '.node'],
    },
  },
};
