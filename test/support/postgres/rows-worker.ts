import { type MessagePort, workerData } from 'node:worker_threads'
import { Client } from 'pg'
import { messageOf } from '../../../src/domain/errors.ts'
import { serverAddress } from '../../../src/store/postgres/server-address.ts'
import { valueTypes } from '../../../src/store/postgres/value-types.ts'

const { url, port, answered } = workerData as {
  readonly url: string
  readonly port: MessagePort
  readonly answered: Int32Array
}

async function answer(sql: string): Promise<void> {
  const client = new Client({ ...serverAddress(url), types: valueTypes })
  try {
    await client.connect()
    port.postMessage({ rows: (await client.query<object>(sql)).rows })
  } catch (error) {
    port.postMessage({ fault: messageOf(error) })
  } finally {
    await client.end()
    Atomics.store(answered, 0, 1)
    Atomics.notify(answered, 0)
  }
}

port.on('message', (sql: string) => void answer(sql))
