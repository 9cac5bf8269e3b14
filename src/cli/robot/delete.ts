import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findRobot } from './find-robot.ts'

/** Deletes a robot, after a question. */
export async function remove(
  name: string,
  { project, yes = false, ...options }: RemoteOptions & { readonly project?: string; readonly yes?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const robot = await findRobot(client, project ?? null, name)
    const params = { robot_id: robot.id }
    const { etag } = await client.call(CALLS.getRobot, { params })
    await confirm(`delete the robot ${robot.name}, and refuse all programs that log in with it`, { yes })
    await client.call(CALLS.deleteRobot, { params, ifMatch: etag })
    output.one(
      { id: robot.id, name: robot.name },
      () => robot.name,
      () => `Deleted the robot ${robot.name}.`,
    )
  })
}
