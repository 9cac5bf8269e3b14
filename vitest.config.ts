import { defineConfig } from 'vitest/config'

const UNITS = ['src/**/*.test.ts', 'web/**/*.test.ts', 'docs/.vitepress/*.test.ts']
/** These start processes and hear of their ends. */
const OF_PROCESSES = 'src/{bounded,listen/launch}/**/*.test.ts'
const FAULTS = 'test/faults/**/*.test.ts'

/** These start apps on the database of the run. All others open none, or say which: once is enough for them. */
const OF_APPS = [
  'test/{api,client,clients,delivery,examples,integrations,oidc,registry,scanning,web}/**/*.test.ts',
  'test/cli/import-harbor.test.ts',
  'test/docs/{generic-source,harbor-calls}.test.ts',
]
/** These fill the file of an SQLite database or look into it. What they hold, tests of the store hold for PostgreSQL. */
const OF_FILES = [
  'test/api/{large-history,long-lists}.test.ts',
  'test/delivery/{body-remover,canary,large-repository}.test.ts',
]
const isOnPostgres = process.env['TEST_DATABASE'] === 'postgres'

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Against what hangs; a machine with others on it is slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    globalSetup: 'test/support/global-setup.ts',
    projects: [
      {
        // They leave nothing behind, so they share processes: to start one and to load the sources takes longer than most of them.
        extends: true,
        test: {
          name: 'units',
          include: isOnPostgres ? [] : UNITS,
          exclude: [OF_PROCESSES],
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          // These close what they open, and share processes too: an app starts in a quarter of the time once its code has run.
          name: 'parts',
          include: isOnPostgres ? OF_APPS : ['test/**/*.test.ts'],
          exclude: isOnPostgres ? OF_FILES : [FAULTS],
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: isOnPostgres ? [] : [OF_PROCESSES],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // These kill processes, fill disks and cut connections: they need the machine to themselves.
        extends: true,
        test: {
          name: 'faults',
          include: isOnPostgres ? [] : [FAULTS],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
