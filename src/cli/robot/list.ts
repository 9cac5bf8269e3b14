import type { RobotResponse } from '../../contract/people/robot.ts'
import type { Shown } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { whole } from '../remote/times.ts'
import { robotsOf } from './find-robot.ts'

const SHOWN: Shown<RobotResponse> = {
  columns: [
    { title: 'ROBOT', of: ({ name }) => name, least: 30 },
    { title: 'EXPIRES', of: ({ expires_at: at }) => expiryText(at), isWhole: true },
    { title: 'STATE', of: ({ disable }) => (disable ? 'disabled' : '') },
    { title: 'DESCRIPTION', of: ({ description = '' }) => description },
  ],
  key: ({ name }) => name,
  none: 'No robots found.',
}

/** @param at Unix seconds; -1: never */
export function expiryText(at: number): string {
  return at === -1 ? 'never' : whole(new Date(at * 1000).toISOString())
}

/** Prints the robots of the system, or of a project. */
export async function list({
  project,
  ...options
}: RemoteOptions & { readonly project?: string }): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    await output.list(robotsOf(client, project ?? null), SHOWN)
  })
}
