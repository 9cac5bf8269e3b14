import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { EventResponse } from '../../contract/history/history.ts'
import { type FilterOptions, eventFilter, withoutAbsent } from '../remote/filter-options.ts'
import { firstOf } from '../remote/first-of.ts'
import type { Shown } from '../remote/output.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { ago } from '../remote/times.ts'
import { LINES, aboutText, typeText } from '../remote/words.ts'
import { outcomeTone, shortOutcome } from './outcome-text.ts'

export interface EventListOptions extends FilterOptions {
  readonly outcome?: string
  readonly limit?: number
}

const SHOWN_EVENT: Shown<EventResponse> = {
  columns: [
    { title: 'AGO', of: ({ accepted_at }) => ago(accepted_at), isWhole: true },
    { title: 'TYPE', of: ({ type }) => typeText(type) },
    { title: 'ABOUT', of: aboutText, least: 30 },
    { title: 'OUTCOME', of: shortOutcome, tone: outcomeTone, isWhole: true },
    { title: 'EVENT', of: ({ id }) => id, isWhole: true, mayGo: true },
  ],
  key: ({ id }) => id,
  none: 'No events found.',
}

/** Prints the newest events that match. */
export async function list({
  project,
  outcome,
  limit = LINES,
  ...options
}: RemoteOptions & ProjectOption & EventListOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const query = { ...eventFilter(options), ...withoutAbsent({ outcome }), limit: Math.min(limit, MAX_PART) }
    const events = client.each(inScope(CALLS.listEvents, project ?? null), { query })
    await output.list(firstOf(events, limit), SHOWN_EVENT)
  })
}

/** The most that the API gives at a time. */
const MAX_PART = 1000
