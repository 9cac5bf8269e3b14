import { chmod, chown, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { BY_INDEX } from '../../src/store/postgres/connection-settings.ts'
import { statement } from '../../src/store/postgres/hot/session.ts'
import { inTransaction } from '../../src/store/postgres/in-transaction.ts'
import { openMigrated } from '../../src/store/postgres/open-connections.ts'
import { ReconnectingPool } from '../../src/store/postgres/reconnecting-pool.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { freePort } from '../support/free-port.ts'
import { endPostgresServer, postgresServer } from '../support/postgres/postgres-server.ts'
import { NOBODY, isRoot } from '../support/postgres/server-user.ts'
import { type CertificateName, certificate } from '../support/receivers/tls.ts'
import { startLossyProxy } from '../support/services/lossy-proxy.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Server extends AsyncDisposable {
  readonly port: number
}

/** A server on a port of its own with the tables of a store, whose certificate names `localhost`. */
async function startServer(): Promise<Server> {
  await using starting = new AsyncDisposableStack()
  const { path: folder } = starting.use(await temporaryFolder('postgres'))
  const port = await freePort()
  const { cert, key } = certificate('localhost')
  const [ssl_cert_file, ssl_key_file] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  await writeFile(ssl_cert_file, cert)
  await writeFile(ssl_key_file, key)
  await chmod(ssl_key_file, 0o600)
  if (isRoot) for (const file of [ssl_cert_file, ssl_key_file]) await chown(file, NOBODY.uid, NOBODY.gid)
  starting.defer(() => endPostgresServer(folder))
  const listening = { listen_addresses: '127.0.0.1', port: String(port) }
  await postgresServer(folder, { ...listening, ssl: 'on', ssl_cert_file, ssl_key_file })
  await using pool = openPool(port, 'sslmode=disable')
  await openMigrated(pool)
  const started = starting.move()
  return { port, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

function openPool(port: number, query: string): ReconnectingPool {
  return new ReconnectingPool({
    address: serverAddress(`postgres://postgres@localhost:${port}/postgres?${query}`),
    purpose: 'test',
    maxConnections: 2,
    settings: BY_INDEX,
    pipeline: true,
    clock: systemClock,
  })
}

const trusting = (name: CertificateName): string =>
  `sslmode=verify-full&sslrootcert=${encodeURIComponent(certificate(name).certPath)}`

const IS_ENCRYPTED = statement('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
const CREATE = statement('create table kept (n bigint)')
const KEEP = statement('insert into kept values ($1)')
const SELECT_KEPT = statement('select n from kept')

test('the connection is encrypted, with a server whose certificate is trusted alone', async () => {
  await using server = await startServer()
  await using trusted = openPool(server.port, trusting('localhost'))
  expect(await inTransaction(trusted, ({ ask }) => ask(IS_ENCRYPTED))).toEqual([{ ssl: 1 }])

  await using stranger = openPool(server.port, 'sslmode=verify-full')
  await expect(inTransaction(stranger, ({ ask }) => ask(IS_ENCRYPTED))).rejects.toThrow(/certificate/)
  await using other = openPool(server.port, trusting('wrong.example'))
  await expect(inTransaction(other, ({ ask }) => ask(IS_ENCRYPTED))).rejects.toThrow(/certificate/)
})

test('of a commit whose answer is lost the truth is found out', async () => {
  await using server = await startServer()
  await using proxy = await startLossyProxy(`http://127.0.0.1:${server.port}`, { times: 1, to: 'commit\0' })
  await using pool = openPool(Number(new URL(proxy.url).port), 'sslmode=disable')
  await using direct = openPool(server.port, 'sslmode=disable')
  await inTransaction(direct, ({ change }) => change(CREATE))

  const keep = (n: number): Promise<boolean> =>
    inTransaction(pool, ({ tell, finish }) => {
      tell(KEEP, n)
      finish()
      return true
    }).catch(() => false)
  const kept = [await keep(0), await keep(1)]

  expect(proxy.lost).toBe(1)
  const rows = await inTransaction(direct, ({ ask }) => ask<{ n: number }>(SELECT_KEPT))
  expect(kept.map((_, n) => rows.some((row) => row.n === n))).toEqual(kept)
})

test('a transaction in which a statement fails stores nothing, also when its commit was on the way', async () => {
  await using server = await startServer()
  await using pool = openPool(server.port, 'sslmode=disable')
  await inTransaction(pool, ({ change }) => change(CREATE))

  const failing = inTransaction(pool, ({ tell, finish }) => {
    tell(KEEP, 1)
    tell(KEEP, 'one')
    finish()
  })

  await expect(failing).rejects.toThrow(/invalid input syntax/)
  expect(await inTransaction(pool, ({ ask }) => ask(SELECT_KEPT))).toEqual([])
})
