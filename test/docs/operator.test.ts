import { mkdir, readFile, readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { emptyPostgresDatabase } from '../support/postgres/postgres-databases.ts'
import type { Program } from '../support/program.ts'
import { writeImage } from '../support/registry/image.ts'
import { startRegistry } from '../support/registry/registry.ts'
import { hasRegistry } from '../support/registry/registry-setup.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { waitUntil } from '../support/wait-until.ts'
import { Operator } from './operator/operator.ts'
import { blockOf, lineOf } from './operator/page-commands.ts'

const LIMIT_MS = 180_000

test.skipIf(!hasRegistry)(
  'an operator who types what the pages say installs, connects, backs up, restores, looks into it, and moves to PostgreSQL with two processes',
  { timeout: LIMIT_MS },
  async () => {
    await using operator = await Operator.inClone()
    await useFreePorts(operator)
    let server = await Server.start(operator, lineOf('README.md', 'npm start'))
    const { password, token, block } = await server.firstStart()
    operator.replace('omLR1eD5B1faiTMiLuNP', password)
    Object.assign(operator.env, { PASSWORD: password, TOKEN: token })

    // A first policy, its receiver, and a push.
    expect(await operator.type(blockOf('README.md', 'PASSWORD='))).toMatch(/201 Created[^]*201 Created/)
    await using receiver = operator.start(blockOf('README.md', 'node -e'))
    await using registry = await startRegistry({ pasted: block })
    await push(operator, registry.host, 'v1')
    await arrives(receiver, '"tag":"v1"')
    const followed = await operator.type(blockOf('README.md', 'curl -u "admin:$PASSWORD" http'))
    expect(followed).toMatch(/"status":"Success"[^]*delivered/)

    // A backup, then a push that it does not have, a disk that is lost, and the way back.
    await mkdir(`${operator.folder}/backups`)
    operator.replace('/backups/', `${operator.folder}/backups/`)
    await operator.type(blockOf('docs/backup.md', 'bin/bellbuoy backup'))
    const [backup = ''] = await readdir(`${operator.folder}/backups`)
    operator.replace('bellbuoy-2026-11-29.db', backup)
    operator.replace('/tmp/trial', `${operator.folder}/trial`)
    await operator.type(blockOf('docs/backup.md', 'mkdir /tmp/trial'))
    await server.end('SIGKILL')
    await operator.type(blockOf('docs/backup.md', 'bin/bellbuoy restore'))
    server = await Server.start(operator, lineOf('README.md', 'npm start'))
    await push(operator, registry.host, 'v2')
    expect(await operator.type(executions)).toMatch(/"status":"Pending"/)
    await operator.type(blockOf('docs/backup.md', 'curl -i -u "admin:$PASSWORD" -X POST'))
    await arrives(receiver, '"tag":"v2"')

    // Why did nothing arrive?
    expect(await operator.type(blockOf('docs/troubleshooting.md', 'curl -i -H "Authorization'))).toContain(
      '{"accepted":0,"repeated":0,"ignored":0}',
    )
    expect(await operator.type(blockOf('docs/troubleshooting.md', `curl -u "admin:$PASSWORD" '`))).toContain(
      '"verdicts":[{',
    )
    expect(await operator.type(blockOf('docs/audit.md', 'bin/bellbuoy audit'))).toContain(
      'The loss account balances.',
    )
    await server.end('SIGTERM')

    // More than one machine can do.
    await using database = await emptyPostgresDatabase()
    operator.replace('postgres://bellbuoy:PASSWORD@db.example.com/bellbuoy', database.url)
    operator.replace('BELLBUOY_SECRET_KEY=…', `BELLBUOY_SECRET_KEY=${await keyOf(operator)}`)
    await operator.type(lineOf('docs/postgresql.md', 'bin/bellbuoy migrate-database'))
    const first = await Server.start(operator, lineOf('docs/postgresql.md', 'BELLBUOY_DATABASE_URL=postgres'))
    const second = await Server.start(operator, lineOf('docs/postgresql.md', 'BELLBUOY_PORT='))
    await push(operator, registry.host, 'v3')
    await arrives(receiver, '"tag":"v3"')
    await first.end('SIGTERM')
    await second.end('SIGTERM')
  },
)

const executions = blockOf(
  'docs/troubleshooting.md',
  'curl -u "admin:$PASSWORD" http://127.0.0.1:8080/api/v2.0/projects/team/webhook/policies/1/executions\n',
)

/** Those of the pages may be taken on this machine. */
async function useFreePorts(operator: Operator): Promise<void> {
  const [port, workerPort, receiverPort] = [await freePort(), await freePort(), await freePort()]
  operator.replace(':8080', `:${port}`)
  operator.replace('BELLBUOY_PORT=8081', `BELLBUOY_PORT=${workerPort}`)
  operator.replace('9000', String(receiverPort))
  operator.env['BELLBUOY_PORT'] = String(port)
}

/** A Bellbuoy that a typed command has started. */
class Server {
  readonly #program: Program

  private constructor(program: Program) {
    this.#program = program
  }

  static async start(operator: Operator, command: string): Promise<Server> {
    const program = operator.start(command)
    await waitUntil(
      () => /"msg":"(?:serving|delivering)"/.test(program.stdout()) || program.exitCode !== undefined,
      {
        what: `"${command}" serves`,
        timeoutMs: 60_000,
      },
    )
    expect(program.exitCode, program.output()).toBeUndefined()
    return new Server(program)
  }

  /** What the first start shows, once. */
  async firstStart(): Promise<{ password: string; token: string; block: string }> {
    const output = (): string => this.#program.output()
    const block = await waitUntil(() => /^notifications:\n(?: .*\n)+/m.exec(output())?.[0], {
      what: 'the block for the registry is shown',
    })
    const [, password = ''] = /^ +password +(\S+)$/m.exec(output()) ?? []
    const [, token = ''] = /Bearer ([^\]]+)/.exec(block) ?? []
    return { password, token, block }
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    process.kill(await serverOf(this.#program.pid), signal)
    await this.#program.exited
  }
}

/** The process that serves: the command's own, or the one that npm has started for it. */
async function serverOf(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
  return command.includes('src/main.ts') ? pid : serverOf(Number.parseInt(children))
}

async function push(operator: Operator, host: string, tag: string): Promise<void> {
  const image = await writeImage(`${operator.folder}/image-${tag}`, tag)
  await skopeo.copy(image.source, `docker://${host}/team/app:${tag}`)
}

async function arrives(receiver: Program, text: string): Promise<void> {
  const what = `a webhook with ${text} arrives`
  await waitUntil(() => receiver.stdout().includes(text), { what, timeoutMs: 30_000 })
}

async function keyOf(operator: Operator): Promise<string> {
  return (await readFile(`${operator.folder}/data/bellbuoy.db.key`, 'utf8')).trim()
}
