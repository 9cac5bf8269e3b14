// Uses the kind of target that how-to-add.test.ts has added.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newAppFile } from '../../support/app/app-database.ts'
import { push } from '../../support/app/push.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

await using folder = await temporaryFolder('bottle')
await using database = await newAppFile()
await using app = await startTestApp({ database })
const address = join(folder.path, 'message')
const bottle = { type: 'bottle', address, payload_format: 'Bellbuoy', options: { label: 'adrift: ' } }
const policy = await createPolicy(app.api, { targets: [bottle] })
const { body: kinds } = await app.api.get('/api/v2.0/target-kinds')
await push(app, { user: 'anna' })
const { id, vendor_type, status } = await policy.endedAlone()

console.log(
  JSON.stringify({
    kinds: kinds.map(({ type }: { type: string }) => type),
    written: readFileSync(address, 'utf8'),
    log: await policy.log(id),
    vendor_type,
    status,
  }),
)
