import type { Verdict } from '../../contract/webhooks/verdict.ts'

const WORDS = {
  deliver: 'matched',
  'switched off': 'no delivery: the global switch was off',
  'policy disabled': 'no delivery: the policy was disabled',
  'event type not subscribed': 'no delivery: the policy does not subscribe to this event type',
  'about its own target': 'no delivery: the event is about the target of this policy',
  'repository not matched': 'no delivery: the filter excludes the repository',
  'tag not matched': 'no delivery: the filter excludes the tag',
  'media type not matched': 'no delivery: the filter excludes the media type',
  'artifact type not matched': 'no delivery: the filter excludes the artifact type',
  'actor not matched': 'no delivery: the filter excludes this kind of account',
  'operator not matched': 'no delivery: the filter excludes the user',
  'severity too low': 'no delivery: the findings are below the minimum severity',
  'child of an index not wanted': 'no delivery: the artifact is a part of a multi-platform image',
  'accessory not wanted': 'no delivery: the artifact is a signature, attestation or SBOM',
} satisfies Readonly<Record<Verdict, string>>

/** Why a policy did or did not get an event, in words. One that a newer server gives stands for itself. */
export function verdictText(verdict: string): string {
  return Object.hasOwn(WORDS, verdict) ? WORDS[verdict as Verdict] : `no delivery: ${verdict}`
}
