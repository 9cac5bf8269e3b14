import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { Program } from '../program.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'

/** An alert as Alertmanager lists it while it fires. */
export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly endsAt: string
}

export interface Alertmanager extends AsyncDisposable {
  readonly url: string
  readonly firing: () => Promise<readonly FiringAlert[]>
}

/** Debian's prometheus-alertmanager, alone and with nobody to notify. An alert without an end would be resolved after a second. */
export async function startAlertmanager(): Promise<Alertmanager> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('alertmanager')).path
  const port = await freePort()
  const config = 'global: {resolve_timeout: 1s}\nroute: {receiver: none}\nreceivers: [{name: none}]\n'
  await writeFile(join(folder, 'alertmanager.yml'), config)
  const program = stack.use(
    new Program({
      command: 'prometheus-alertmanager',
      args: [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${folder}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    }),
  )
  const url = `http://127.0.0.1:${port}`
  await waitUntil(async () => (await fetch(`${url}/-/ready`)).ok, {
    what: `prometheus-alertmanager serves:\n${program.output()}`,
    timeoutMs: 30_000,
  })
  const owned = stack.move()
  return {
    url,
    firing: async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly FiringAlert[],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
