import type { Shown } from '../remote/output.ts'
import { spanText } from '../remote/spans.ts'
import { whole } from '../remote/times.ts'
import type { ServerStatus } from './server-status.ts'

/** How long ago a time was, at a moment of the same clock: `3 h ago`; `never` for none. */
export function agoText(time: string | undefined, at: string): string {
  return time === undefined ? 'never' : `${spanText(Date.parse(at) - Date.parse(time))} ago`
}

export const SHOWN_WEBHOOK = (at: string): Shown<ServerStatus['failing_webhooks'][number]> => ({
  columns: [
    { title: 'WEBHOOK', of: ({ name }) => name, least: 20 },
    { title: 'PROJECT', of: ({ project_name: project = '(all)' }) => project },
    { title: 'FAILED', of: ({ failed }) => String(failed) },
    { title: 'WAITING', of: ({ waiting }) => String(waiting) },
    { title: 'SINCE', of: ({ trouble }) => (trouble === undefined ? '' : agoText(trouble.since, at)) },
    { title: 'LAST ANSWER', of: ({ trouble }) => trouble?.reason ?? '' },
  ],
  key: ({ policy_id: id }) => String(id),
  none: '',
})

export const SHOWN_SOURCE = (at: string): Shown<ServerStatus['sources'][number]> => ({
  columns: [
    { title: 'SOURCE', of: ({ name }) => name, least: 20 },
    { title: 'KIND', of: ({ kind }) => kind },
    { title: 'LAST EVENT', of: ({ last_event_at: last }) => agoText(last, at) },
    {
      title: 'STATE',
      of: ({ refused_since: refused }) => (refused === undefined ? 'ok' : `refused since ${whole(refused)}`),
      tone: ({ refused_since: refused }) => (refused === undefined ? null : 'bad'),
    },
  ],
  key: ({ name }) => name,
  none: 'None.',
})
