import * as CALLS from '../../contract/calls.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { expiryText } from './list.ts'

export interface CreateOptions {
  readonly project?: string
  readonly manage?: boolean
  readonly permission?: readonly string[]
  readonly days: string
  readonly description?: string
}

/** Those of the console's forms. */
const READS = ['project:read', 'notification-policy:list', 'notification-policy:read']
const MANAGES = [
  ...READS,
  'notification-policy:create',
  'notification-policy:update',
  'notification-policy:delete',
]

/** Creates a robot. Its secret is printed once, with `--quiet` alone. */
export async function create(
  name: string,
  {
    project,
    manage = false,
    permission = manage ? MANAGES : READS,
    days,
    description = '',
    ...options
  }: RemoteOptions & CreateOptions,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const access = permission.map(accessOf)
    const body = {
      name,
      description,
      duration: durationOf(days),
      level: project === undefined ? 'system' : 'project',
      permissions: [{ kind: 'project', namespace: project ?? '*', access }],
    }
    const robot = await client.ask(CALLS.createRobot, { body })
    output.one(
      robot,
      ({ secret }) => secret,
      ({ name: full, expires_at: at, secret }) =>
        `Created the robot ${full} (expires: ${expiryText(at)}). Its secret is shown only once:\n\n  ${secret}\n`,
    )
  })
}

function accessOf(permission: string): { readonly resource: string; readonly action: string } {
  const { resource, action } = /^(?<resource>[^:]+):(?<action>[^:]+)$/.exec(permission)?.groups ?? {}
  if (resource === undefined || action === undefined)
    throw new CommandFault(EXIT.usage, `--permission ${permission} does not have the form resource:action`)
  return { resource, action }
}

/** Days; -1: for ever, as Harbor has it. */
function durationOf(days: string): number {
  if (days === 'never') return -1
  if (/^[1-9]\d{0,4}$/.test(days)) return Number(days)
  throw new CommandFault(EXIT.usage, `--days ${days} is not a number of days: give a number, or never`)
}
