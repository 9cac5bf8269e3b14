import { defineConfig } from 'vitest/config'

const faults = 'test/faults/**/*.test.ts'

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Against what hangs; a machine with others on it is slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: 'test/support/global-setup.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['src/**/*.test.ts', 'web/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [faults],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // These kill processes, fill disks and cut connections: they need the machine to themselves.
        extends: true,
        test: {
          name: 'faults',
          include: [faults],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
