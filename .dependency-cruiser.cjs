// The walls of the house: which part may import which. An `import type` counts like any other import.

/**
 * What each part may import of the project besides itself. Parts and what they import are named by what their
 * paths begin with; no part may import what lies outside src/, but for what is said here.
 * @type {Record<string, string[]>}
 */
const walls = {
  'src/domain/': [],
  'src/contract/': ['src/domain/'],
  // The events that anyone may send have a shape that we publish.
  'src/sources/': ['src/domain/', 'src/contract/sources/event-data.ts', 'src/log.ts'],
  'src/registry/': ['src/domain/', 'src/log.ts'],
  'src/payloads/': ['src/domain/', 'src/log.ts'],
  'src/targets/': ['src/domain/', 'src/log.ts'],
  'src/charts/': ['src/domain/', 'src/log.ts'],
  'src/scanning/': ['src/domain/', 'src/log.ts'],
  'src/delivery/': ['src/domain/', 'src/log.ts'],
  'src/store/': ['src/domain/', 'src/log.ts'],
  'src/intake/': ['src/domain/', 'src/log.ts'],
  'src/accounts/': ['src/domain/', 'src/log.ts'],
  'src/http/': ['src/domain/', 'src/contract/', 'src/intake/', 'src/accounts/', 'src/log.ts'],
  'src/cli/': ['src/'],
  'src/log.': ['src/domain/'],
  'src/version.': [],
  // The names of the payload formats are the values of a setting.
  'src/config': ['src/domain/', 'src/log.ts', 'src/payloads/payload-formats.ts'],
  'src/app.': ['src/'],
  'src/app/': ['src/'],
  'src/main.': ['src/cli/', 'src/version.ts'],
  'web/': ['src/contract/'],
}

/**
 * Who alone may import these parts, besides themselves.
 * @type {Record<string, string[]>}
 */
const doors = {
  'src/main.': [],
  'src/cli/': ['src/main.ts'],
  'src/app.': ['src/cli/', 'test/', 'bench/', 'demo/'],
  'src/registry/': ['src/app/', 'test/'],
  'src/app/': ['src/app.'],
  'src/config.': ['src/config/', 'src/app', 'src/cli/', 'test/'],
  'src/config/': ['src/config.', 'docs/'],
}

const testFile = String.raw`\.test\.ts$`

/** A file that a worker thread starts with: no import leads to it. */
const workerFile = String.raw`(^|[/-])worker\.ts$`

/** @param {string[]} prefixes */
const beginsWith = (prefixes) => `^(${prefixes.join('|').replaceAll('.', String.raw`\.`)})`

const wallRules = Object.entries(walls).flatMap(([part, allowed]) => [
  {
    name: `wall: ${part}`,
    comment: 'This part may not import that one.',
    severity: 'error',
    from: { path: beginsWith([part]), pathNot: testFile },
    to: { dependencyTypes: ['local'], pathNot: beginsWith([part, ...allowed]) },
  },
  {
    name: `wall: ${part} (tests)`,
    comment: 'A test beside the code may import what the code may, and test/support/.',
    severity: 'error',
    from: { path: `${beginsWith([part])}.*${testFile}` },
    to: { dependencyTypes: ['local'], pathNot: beginsWith([part, ...allowed, 'test/support/']) },
  },
])

const doorRules = Object.entries(doors).map(([part, visitors]) => ({
  name: `door: ${part}`,
  comment: 'Only few may import this part.',
  severity: 'error',
  from: { pathNot: beginsWith([part, ...visitors]) },
  to: { path: beginsWith([part]) },
}))

module.exports = {
  forbidden: [
    ...wallRules,
    ...doorRules,
    {
      name: 'no part without a wall',
      comment: 'A new part of src/ needs its line in `walls`.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: beginsWith(Object.keys(walls)) },
    },
    {
      name: 'contract is safe in a browser',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: testFile },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no import of a test',
      severity: 'error',
      from: {},
      to: { path: testFile },
    },
    {
      name: 'no cycle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing that nobody needs',
      comment:
        'Neither src/main.ts nor the console nor a worker thread (a file named `worker.ts` or `*-worker.ts`) uses it.',
      severity: 'error',
      from: { path: ['^src/main\\.ts$', '^web/main\\.tsx$', `^src/.*${workerFile}`] },
      to: { path: '^src/', pathNot: [testFile, workerFile, '^src/main\\.ts$'], reachable: false },
    },
    {
      name: 'no import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no undeclared package',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no development package at run time',
      severity: 'error',
      from: { path: '^src/', pathNot: testFile },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^coverage/', '^data/', '^dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
