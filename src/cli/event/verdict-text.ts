import type { Verdict } from '../../contract/webhooks/verdict.ts'

const WORDS = {
  deliver: 'gets it',
  'switched off': 'did not get it: all webhooks were switched off',
  'policy disabled': 'did not get it: the policy was disabled',
  'event type not subscribed': 'did not get it: it does not want this type of event',
  'about its own target': 'did not get it: the event is about its own target',
  'repository not matched': 'did not get it: its filter leaves the repository out',
  'tag not matched': 'did not get it: its filter leaves the tag out',
  'media type not matched': 'did not get it: its filter leaves the media type out',
  'artifact type not matched': 'did not get it: its filter leaves the artifact type out',
  'actor not matched': 'did not get it: its filter leaves this kind of account out',
  'operator not matched': 'did not get it: its filter leaves the user out',
  'severity too low': 'did not get it: the findings are not severe enough',
  'child of an index not wanted': 'did not get it: it is a part of a multi-platform image',
  'accessory not wanted': 'did not get it: it is a signature, attestation or SBOM',
} satisfies Readonly<Record<Verdict, string>>

/** Why a policy did or did not get an event, in words. One that a newer server gives stands for itself. */
export function verdictText(verdict: string): string {
  return Object.hasOwn(WORDS, verdict) ? WORDS[verdict as Verdict] : `did not get it: ${verdict}`
}
