// Uses the kind of source that how-to-add.test.ts has added.

import { newAppFile } from '../../support/app/app-database.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'

await using database = await newAppFile()
await using app = await startTestApp({ database })
const { body: kinds } = await app.api.get('/api/v2.0/source-kinds')
const { body: source } = await app.api.post('/api/v2.0/sources', { name: 'deck', kind: 'bosun' })
const headers = { authorization: `Bearer ${source.token}` }
const notification = { id: '1', repository: 'shop/web', tag: '1.4.2' }
const { body: answer } = await app.anonymous.post('/service/notifications/deck', notification, headers)
const { body: events } = await app.api.get('/api/v2.0/projects/shop/webhook/received-events')

console.log(JSON.stringify({ kinds: kinds.map(({ kind }: { kind: string }) => kind), answer, events }))
