import type { TranslationSettings } from '../../../src/domain/registry/source.ts'
import { translationOf } from '../../../src/domain/registry/translation.ts'
import { distribution } from '../../../src/sources/distribution.ts'
import { type DistributionEvent, envelope } from './envelopes.ts'

const ignoredUserAgents = ['Bellbuoy', 'harbor-registry-client']

/** What the source makes of a body. */
export const translateEnvelope = (body: unknown, settings: TranslationSettings) =>
  translationOf(distribution.read(body, settings))

/** What the source makes of an envelope with these entries. */
export const translate = (...events: readonly DistributionEvent[]) =>
  translateEnvelope(envelope(events), { ignoredUserAgents })

/** The types of the events that it makes. */
export const kinds = (...events: readonly DistributionEvent[]) =>
  translate(...events).events.map(({ type }) => type)

/** Why it ignores the others. */
export const reasons = (...events: readonly DistributionEvent[]) =>
  translate(...events).ignored.map(({ reason }) => reason)
