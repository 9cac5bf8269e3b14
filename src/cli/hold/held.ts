import type { HoldResponse } from '../../contract/webhooks/hold.ts'
import { counted } from '../remote/counted.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { whole } from '../remote/times.ts'

/** Whose deliveries are held. */
export interface HeldOptions {
  readonly project?: string
  readonly everything?: boolean
  readonly yes?: boolean
}

/** What is held: a project, or null for everything. @throws CommandFault unless exactly one is said */
export function heldScope({ project, everything = false }: HeldOptions): string | null {
  if ((project !== undefined) === everything)
    throw new CommandFault(EXIT.usage, 'add --project NAME, or --everything')
  return project ?? null
}

/** `the project team`, or `everything`. */
export function scopeName(project: string | null): string {
  return project === null ? 'everything' : `the project ${project}`
}

/** Whether deliveries are held, by whom, and what waits. */
export function holdText({ held, holds, waiting }: HoldResponse, project: string | null): string {
  if (!held && project === null)
    return 'There is no hold of everything. Projects can have holds of their own.'
  if (!held) return `There is no hold: Bellbuoy sends the deliveries of the project ${project ?? ''}.`
  const lines = holds.map(
    ({ scope, since, by }) =>
      `${scope === 'everything' ? 'Everything' : 'The project'} is on hold since ${whole(since)}, by ${by}.`,
  )
  return [...lines, `${waitingText(waiting)} waiting.`].join('\n')
}

/** The server counts up to ten thousand. */
const MAX_COUNTED = 10_000

export function waitingText(waiting: number): string {
  const deliveries = counted(waiting, 'delivery is', 'deliveries are')
  return waiting >= MAX_COUNTED ? `At least ${deliveries}` : deliveries
}
