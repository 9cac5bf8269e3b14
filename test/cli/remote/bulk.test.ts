import { expect, test } from 'vitest'
import { runCommand } from '../../support/app/command.ts'
import { writeLargeHistory } from '../../support/app/large-history.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { asAdmin, inTerminal } from '../../support/app/terminal.ts'
import { available } from '../../support/available.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const EVENTS = 62_500
const FAILED = 5000
const FILTER = ['--project', 'p1', '--state', 'error', '--all-matching']

const parts = shared(async (stack) => {
  const app = stack.use(await startTestApp({ needsFile: true }))
  const { api } = app
  await api.post('/api/v2.0/webhook/hold')
  writeLargeHistory(app.databaseFile, { events: EVENTS, projects: 1, nowMs: Date.now(), spanMs: 3_600_000 })
  return { app, folder: stack.use(await temporaryFolder('command')).path }
})

const redelivered = (): number =>
  Number(parts().app.rows('select count(*) as n from delivery where redelivery_of is not null')[0]?.['n'])

test.skipIf(!available('script'))(
  'Ctrl+C in the middle of thousands says how many were sent again, and the same command sends the rest once',
  { timeout: 240_000 },
  async () => {
    const { app, folder } = parts()
    const { exitCode, shown } = await inTerminal(
      ['delivery', 'redeliver', ...FILTER],
      [
        ['This will send 5,000 deliveries again. Continue? [y/N] ', 'y\r'],
        ['1,000 of 5,000 done', '\x03'],
      ],
      asAdmin(app.url),
    )
    expect(exitCode).toBe(130)
    const said = /bellbuoy: (?<done>[\d,]+) of 5,000 deliveries sent again; run the same command again/.exec(
      shown,
    )
    const done = Number(said?.groups?.['done']?.replace(',', ''))
    expect([2000, 3000, 4000]).toContain(done)
    expect(redelivered()).toBe(done)
    const rest = await runCommand(['delivery', 'redeliver', ...FILTER, '--yes'], { url: app.url, folder })
    expect(rest.stdout).toMatch(`${(FAILED - done).toLocaleString('en')} deliveries sent again.\n`)
    expect(redelivered()).toBe(FAILED)
  },
)
