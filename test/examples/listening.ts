import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { request } from 'undici'
import type { PolicyRequest } from '../../src/contract/webhooks/policy.ts'
import { freePort } from '../support/free-port.ts'
import { Program } from '../support/program.ts'
import type { TestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

export interface ListeningOptions {
  /** The example's folder in `examples/`. */
  readonly example: string
  readonly app: TestApp
  /** Of the policy; its project exists afterwards. */
  readonly project: string
  /** Where the listener keeps its runs. */
  readonly dataFolder: string
  /** Another rules file than the example's own, by its path. */
  readonly rules?: string
  /** Programs that stand before those of this machine. */
  readonly path?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface Listening extends AsyncDisposable {
  readonly address: string
  /** What the header `Authorization` of a webhook must be. */
  readonly authorization: string
  /** All that it wrote. */
  readonly output: () => string
}

/** The rules of an example in a real `bellbuoy listen`, and its policy in Bellbuoy. */
export async function startListening({
  example,
  app,
  project,
  dataFolder,
  rules = fileOf(example, 'rules.yml'),
  path = '',
  env = {},
}: ListeningOptions): Promise<Listening> {
  const policy = JSON.parse(readFileSync(fileOf(example, 'policy.json'), 'utf8')) as PolicyRequest
  const authorization = policy.targets![0]!.auth_header!
  const port = await freePort()
  const program = new Program({
    command: join(root, 'bin/bellbuoy'),
    args: ['listen', '--port', String(port), '--data', dataFolder, '--rules', rules],
    cwd: dataFolder,
    env: {
      PATH: `${path}:${process.env['PATH']}`,
      HOME: dataFolder,
      LISTENER_AUTHORIZATION: authorization,
      ...env,
    },
  })
  const address = `http://127.0.0.1:${port}/`
  const accepts = async () => {
    if (program.exitCode !== undefined) throw new Error(`the listener ended:\n${program.output()}`)
    await request(address).then(({ body }) => body.dump())
    return true
  }
  await waitUntil(accepts, { what: 'the listener serves', timeoutMs: 30_000 })
  await subscribe(app, project, policy, address)
  return {
    address,
    authorization,
    output: () => program.output(),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

function fileOf(name: string, file: string): string {
  return join(root, 'examples', name, file)
}

async function subscribe(
  app: TestApp,
  project: string,
  policy: PolicyRequest,
  address: string,
): Promise<void> {
  await app.api.post('/api/v2.0/projects', { project_name: project })
  const targets = policy.targets!.map((target) => ({ ...target, address }))
  const path = `/api/v2.0/projects/${project}/webhook/policies`
  const { status, body } = await app.api.post(path, { ...policy, targets })
  if (status !== 201) throw new Error(`the policy was answered ${status}: ${JSON.stringify(body)}`)
}
