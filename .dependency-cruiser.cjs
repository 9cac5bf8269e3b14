// The walls of the house: which part may import which. An `import type` counts like any other import.

/**
 * What each part may import of the project besides itself. Parts and what they import are named by what their
 * paths begin with; no part may import what lies outside src/, but for what is said here. A part that has rooms
 * is cut into them below.
 * @type {Record<string, string[]>}
 */
const walls = {
  'src/domain/': [],
  'src/contract/': ['src/domain/'],
  'src/client/': ['src/contract/'],
  'src/client.': ['src/client/', 'src/contract/'],
  // The events that anyone may send have a shape that we publish.
  'src/sources/': ['src/domain/', 'src/contract/sources/event-data.ts', 'src/log.ts'],
  'src/registry/': ['src/domain/', 'src/net/', 'src/log.ts'],
  'src/payloads/': ['src/domain/', 'src/log.ts'],
  // The process that templates and filters run in: it fills templates and holds events against filters.
  'src/bounded/': ['src/domain/', 'src/payloads/template/'],
  'src/net/': ['src/domain/'],
  'src/targets/': ['src/domain/', 'src/net/', 'src/log.ts'],
  'src/charts/': ['src/domain/', 'src/net/', 'src/log.ts'],
  'src/scanning/': ['src/domain/', 'src/net/', 'src/log.ts'],
  'src/delivery/': ['src/domain/', 'src/log.ts'],
  'src/problems/': ['src/domain/', 'src/log.ts'],
  'src/retention/': ['src/domain/', 'src/log.ts'],
  'src/metrics/': ['src/domain/'],
  'src/tracing/': ['src/domain/', 'src/version.ts', 'src/log.ts'],
  // What everyone who keeps an SQLite file needs: the lock, the modes of files, room in the log, faults.
  'src/sqlite/': ['src/domain/'],
  'src/store/': ['src/domain/', 'src/sqlite/', 'src/log.ts'],
  'src/intake/': ['src/domain/', 'src/log.ts'],
  'src/accounts/': ['src/domain/', 'src/net/', 'src/log.ts'],
  'src/http/': ['src/domain/', 'src/contract/', 'src/intake/', 'src/accounts/', 'src/log.ts'],
  // The listener shares the nouns, and calls others as Bellbuoy does; it has a database and a server of its own.
  'src/listen/': [
    'src/domain/',
    'src/net/',
    'src/payloads/template/',
    'src/sqlite/',
    'src/version.ts',
    'src/log.ts',
  ],
  'src/cli/': ['src/'],
  'src/log.': ['src/domain/'],
  'src/version.': [],
  // The names of the payload formats are the values of a setting.
  'src/config': ['src/domain/', 'src/log.ts', 'src/payloads/payload-formats.ts'],
  'src/app.': ['src/'],
  'src/app/': ['src/'],
  'src/worker.': ['src/'],
  'src/main.': ['src/cli/program.ts'],
  'web/': ['src/contract/', 'src/client/'],
}

/**
 * The rooms of parts that have some, and which other rooms of its part each may import. What stands beside the rooms
 * belongs to all of them, and joins them.
 * @type {Record<string, Record<string, string[]>>}
 */
const rooms = {
  'src/domain/': {
    event: [],
    policy: ['event', 'target'],
    target: [],
    delivery: ['event', 'policy', 'target'],
    people: [],
    registry: ['event'],
    scanning: ['event'],
    problem: ['delivery'],
    body: ['registry', 'scanning'],
    retention: [],
    figures: [],
  },
  'src/listen/': {
    webhook: [],
    rules: ['webhook'],
    runs: ['webhook', 'rules'],
    store: ['webhook', 'rules', 'runs'],
    launch: ['webhook', 'rules'],
    dispatch: ['webhook', 'rules', 'runs', 'store', 'launch'],
    server: ['webhook', 'rules', 'runs', 'store', 'dispatch'],
  },
  'src/listen/rules/': { calls: [], file: ['calls'] },
  'src/contract/': {
    webhooks: ['history'],
    history: [],
    projects: [],
    people: [],
    sources: [],
    scanning: [],
    problems: [],
    calls: ['webhooks', 'history', 'projects', 'people', 'sources', 'scanning', 'problems'],
  },
  'src/payloads/': {
    formats: ['alert', 'bellbuoy', 'build', 'chat', 'harbor', 'parts', 'template'],
    alert: ['chat'],
    bellbuoy: ['parts'],
    build: ['chat'],
    chat: ['parts'],
    harbor: ['parts'],
    parts: [],
    template: [],
  },
  'src/sources/': { generic: [], harbor: [], large: [] },
  'src/accounts/': { 'access-tokens': [] },
  'src/targets/': {
    http: ['options'],
    alerts: ['http', 'options'],
    builds: ['http', 'options'],
    brokers: ['http', 'options'],
    email: ['options'],
    chats: ['http', 'options'],
    cloud: ['brokers', 'http', 'options'],
    log: [],
    options: [],
  },
  'src/intake/': { held: [], tags: [] },
  'src/store/': {
    clock: [],
    columns: [],
    event: ['columns'],
    policy: ['project', 'target', 'delivery'],
    target: ['delivery'],
    delivery: ['columns', 'event'],
    project: ['columns', 'event', 'target'],
    people: [],
    source: [],
    scanning: ['columns'],
    problem: ['delivery', 'target'],
    account: ['columns', 'delivery', 'retention'],
    figures: ['delivery'],
    retention: ['columns', 'delivery', 'figures'],
    migrations: [],
    move: ['account'],
    restore: ['clock', 'move', 'target'],
    sqlite: [
      'clock',
      'move',
      'columns',
      'account',
      'event',
      'policy',
      'target',
      'delivery',
      'project',
      'people',
      'source',
      'scanning',
      'retention',
      'figures',
      'migrations',
    ],
    postgres: [
      'clock',
      'columns',
      'account',
      'move',
      'event',
      'delivery',
      'retention',
      'figures',
      'migrations',
    ],
  },
  'src/store/delivery/': { again: [] },
  'src/store/postgres/': { hot: [], 'look-ups': ['hot'], nodes: [], ranges: [], together: ['hot'] },
  'src/store/sqlite/': { hot: [], 'look-ups': [], thread: ['hot'] },
  'src/cli/': {
    'harbor-import': ['remote'],
    audit: [],
    listen: [],
    user: ['remote'],
    // Who is called, and how what comes back is shown; the rooms of nouns stand on it.
    remote: [],
    project: ['remote'],
    demo: [],
    'log-in': ['remote'],
    source: ['remote'],
    member: ['remote'],
    robot: ['remote'],
    status: ['remote'],
    doctor: ['remote'],
    completion: [],
    tail: ['remote'],
    policy: ['remote'],
    event: ['remote'],
    delivery: ['remote'],
    recovery: ['remote'],
    target: ['remote'],
    hold: ['remote'],
    problem: ['remote'],
    apply: ['remote'],
  },
  // What the files say, before anybody asks a server.
  'src/cli/apply/': { documents: [] },
  'src/http/': {
    handlers: ['live', 'openapi', 'bodies', 'callers', 'console'],
    live: [],
    openapi: ['console'],
    bodies: [],
    callers: [],
    console: [],
  },
  'src/http/handlers/': {
    webhooks: [],
    history: ['webhooks'],
    projects: [],
    people: [],
    sources: [],
    scanning: [],
    charts: [],
    legacy: ['webhooks', 'projects'],
    system: [],
    problems: ['history'],
  },
}

/**
 * Who alone may import these parts, besides themselves.
 * @type {Record<string, string[]>}
 */
const doors = {
  'src/main.': [],
  'src/cli/': ['src/main.ts', 'docs/', 'test/'],
  'src/app.': ['src/cli/', 'test/', 'bench/'],
  'src/registry/': ['src/app/', 'test/'],
  'src/app/': ['src/app.', 'src/worker.'],
  'src/worker.': ['src/cli/'],
  'src/config.': ['src/config/', 'src/app', 'src/worker.', 'src/cli/', 'test/'],
  'src/config/': ['src/config.', 'src/cli/remote/', 'docs/', 'test/docs/', 'test/deploy/'],
}

/**
 * The packages that open connections, and which part of src/ alone may use each; anyone may import their types.
 * @type {Record<string, string>}
 */
const diallers = {
  undici: 'src/net/',
  nodemailer: 'src/targets/email/',
  '@nats-io/transport-node': 'src/targets/brokers/nats-target.ts',
  '@nats-io/jetstream': 'src/targets/brokers/nats-target.ts',
  amqplib: 'src/targets/brokers/amqp-target.ts',
  mqtt: 'src/targets/brokers/mqtt-target.ts',
  '@redis/client': 'src/targets/brokers/redis-target.ts',
  'openid-client': 'src/accounts/',
  ldapts: 'src/accounts/',
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

const roomRules = Object.entries(rooms).flatMap(([part, own]) => [
  ...Object.entries(own).map(([room, allowed]) => ({
    name: `room: ${part}${room}/`,
    comment: 'This room may not import that one.',
    severity: 'error',
    from: { path: beginsWith([`${part}${room}/`]), pathNot: testFile },
    to: {
      path: `${beginsWith([part])}.*/`,
      pathNot: beginsWith([room, ...allowed].map((name) => `${part}${name}/`)),
    },
  })),
  {
    name: `no room without walls: ${part}`,
    comment: 'A new room needs its line in `rooms`.',
    severity: 'error',
    from: {},
    to: {
      path: `${beginsWith([part])}[^/]+/`,
      pathNot: beginsWith(Object.keys(own).map((room) => `${part}${room}/`)),
    },
  },
])

/** Every folder of src/ that has folders is a part with rooms. */
const roomless = Object.keys(walls).filter((part) => part.endsWith('/') && !(part in rooms))

const doorRules = Object.entries(doors).map(([part, visitors]) => ({
  name: `door: ${part}`,
  comment: 'Only few may import this part.',
  severity: 'error',
  from: { pathNot: beginsWith([part, ...visitors]) },
  to: { path: beginsWith([part]) },
}))

const diallerRules = Object.entries(diallers).map(([name, part]) => ({
  name: `dials out: ${name}`,
  comment: `Only ${part} opens connections with it.`,
  severity: 'error',
  from: { path: '^src/', pathNot: [beginsWith([part]), testFile] },
  to: { path: `(^|/)node_modules/${name}/`, dependencyTypesNot: ['type-only'] },
}))

module.exports = {
  forbidden: [
    ...wallRules,
    ...roomRules,
    {
      name: 'no folder without walls',
      comment: 'A part with folders needs its rooms in `rooms`.',
      severity: 'error',
      from: {},
      to: { path: `${beginsWith(roomless.filter((part) => part.startsWith('src/')))}[^/]+/` },
    },
    ...doorRules,
    ...diallerRules,
    {
      name: 'no part without a wall',
      comment: 'A new part of src/ needs its line in `walls`.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: beginsWith(Object.keys(walls)) },
    },
    {
      name: 'contract and client are safe in a browser',
      severity: 'error',
      from: { path: '^src/(contract|client)/', pathNot: testFile },
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
        'Neither src/main.ts nor the console nor the client of the package nor a worker thread (a file named `worker.ts` or `*-worker.ts`) uses it.',
      severity: 'error',
      from: { path: ['^src/main\\.ts$', '^src/client\\.ts$', '^web/main\\.tsx$', `^src/.*${workerFile}`] },
      to: { path: '^src/', pathNot: [testFile, workerFile, '^src/(main|client)\\.ts$'], reachable: false },
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
