import type { PolicyResponse } from '../../contract/webhooks/policy.ts'
import { policyName } from '../remote/find-policy.ts'
import type { Tone } from '../remote/colour.ts'
import type { Shown } from '../remote/output.ts'

interface PolicyState {
  readonly text: string
  readonly tone: Tone
}

/** Whether a policy gets events and sends them, in a few words; what needs a person first. */
export function stateOf({ enabled, auto_disabled, targets }: PolicyResponse): PolicyState {
  if (auto_disabled !== undefined) return { text: 'disabled by Bellbuoy', tone: 'bad' }
  if (!enabled) return { text: 'disabled', tone: 'quiet' }
  if (targets.some(({ unreachable }) => unreachable !== undefined)) return { text: 'no answer', tone: 'bad' }
  if (targets.some(({ paused }) => paused === true)) return { text: 'paused', tone: 'bad' }
  return { text: 'enabled', tone: 'good' }
}

export const SHOWN_POLICY: Omit<Shown<PolicyResponse>, 'none'> = {
  columns: [
    { title: 'NUMBER', of: ({ id }) => String(id), isWhole: true },
    { title: 'POLICY', of: policyName, least: 20 },
    {
      title: 'STATE',
      of: (policy) => stateOf(policy).text,
      tone: (policy) => stateOf(policy).tone,
      isWhole: true,
    },
    { title: 'EVENTS', of: ({ event_types }) => event_types.join(', ') },
    { title: 'TARGETS', of: ({ targets }) => targets.map(({ address }) => address).join(', ') },
  ],
  key: ({ id }) => String(id),
}
