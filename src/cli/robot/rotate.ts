import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findRobot } from './find-robot.ts'

/** Gives a robot a new secret, after a question; `--quiet` prints the secret alone. */
export async function rotate(
  name: string,
  { project, yes = false, ...options }: RemoteOptions & { readonly project?: string; readonly yes?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const robot = await findRobot(client, project ?? null, name)
    const params = { robot_id: robot.id }
    const { etag } = await client.call(CALLS.getRobot, { params })
    await confirm(`replace the secret of ${robot.name}, and refuse all programs that still use the old one`, {
      yes,
    })
    const { secret } = await client.ask(CALLS.refreshRobotSecret, { params, body: {}, ifMatch: etag })
    output.one(
      { id: robot.id, name: robot.name, secret },
      () => secret,
      () => `The robot ${robot.name} has a new secret. It is shown only once:\n\n  ${secret}\n`,
    )
  })
}
