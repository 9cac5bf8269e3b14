import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imageEvent } from '../support/listen/image-event.ts'
import { script, startListen } from '../support/listen/listen-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { disksFault, smallDisk } from './disks.ts'

const MEBIBYTES = 12
const fault = await disksFault(() => smallDisk(MEBIBYTES))

test.skipIf(fault !== null)(
  `on a full disk the listener says 507 and when to come again, and runs whatever it accepted${fault ?? ''}`,
  async () => {
    await using folder = await temporaryFolder('listen')
    await using disk = await smallDisk(MEBIBYTES)
    const file = await script(folder.path, `echo "$BELLBUOY_WEBHOOK_ID" >> "${folder.path}/ran"`)
    await using listener = await startListen({
      dir: folder.path,
      args: ['--data', disk.path, '--exec', file, '--retries', '0'],
    })
    const accepted: string[] = []
    const refused: string[] = []
    let count = 0
    const post = async (): Promise<number> => {
      const id = `w-${count++}`
      const answer = await listener.post({
        id,
        body: imageEvent({ repository: `team/${'n'.repeat(20_000)}${id}` }),
      })
      if (answer.status === 202) accepted.push(id)
      else {
        refused.push(id)
        expect([503, 507]).toContain(answer.status)
        expect(answer.headers.get('retry-after')).toBe('5')
      }
      return answer.status
    }
    for (let index = 0; index < 10; index++) await post()

    await disk.fill()
    for (let full = 0; full < 10;) full = (await post()) === 507 ? full + 1 : 0
    expect(await (await fetch(`${listener.url}/health`)).json()).toEqual({ status: 'healthy' })

    await disk.free()
    await waitUntil(async () => (await post()) === 202, { what: 'it accepts again', timeoutMs: 20_000 })
    const ran = async (): Promise<string[]> =>
      (await readFile(join(folder.path, 'ran'), 'utf8').catch(() => '')).split('\n').filter((id) => id !== '')
    await waitUntil(async () => new Set(await ran()).size >= accepted.length, {
      what: 'all that was accepted has run',
      timeoutMs: 30_000,
    })
    expect((await ran()).toSorted(), 'once each, and nothing that was refused').toEqual(accepted.toSorted())
    expect(refused.length).toBeGreaterThanOrEqual(10)
  },
)
