import { DatabaseSync } from 'node:sqlite'

import { Client } from 'pg'

import { serverAddress } from '../../../src/store/postgres/server-address.ts'
import type { Fault } from '../fault.ts'

/** Nothing of the log can be moved into the file beyond what it reads. */
export const longReader: Fault = {
  name: 'a reader holds the log of the database',
  mayRepeat: false,
  only: 'sqlite',
  begin: ({ lives }) => {
    const database = new DatabaseSync(lives.plan.database.url.replace(/^sqlite:/, ''), { readOnly: true })
    database.exec('begin')
    database.prepare('select count(*) from project').get()
    return Promise.resolve(() => {
      database.close()
      return Promise.resolve()
    })
  },
}

/** As a server does that is switched over. */
export const cutConnections: Fault = {
  name: 'the server ends all connections',
  mayRepeat: true,
  only: 'postgres',
  begin: async ({ lives }) => {
    const client = new Client(serverAddress(lives.plan.database.url))
    await client.connect()
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`)
    await client.end()
    return () => Promise.resolve()
  },
}
