import type { RegistryEvent } from '../../domain/event/event.ts'
import type { RegistryReader } from '../../domain/registry/registry-reader.ts'
import { type RegistryAnswer, referenceInDoubt } from './contradictions.ts'
import type { Tags } from './tags.ts'

export interface Doubt {
  readonly event: RegistryEvent
  /** Null when the event is of no repository. */
  readonly tags: Tags | null
  /** Null when the registry cannot be asked. */
  readonly reader: RegistryReader | null
}

/**
 * Asks registries how things stand where times leave a doubt: an event seems late, or two instances report within the tolerance.
 *
 * @returns the answers by the id of the event; empty when nothing was asked, which is the rule
 */
export async function askAboutDoubts(
  doubts: readonly Doubt[],
  toleranceMs: number,
): Promise<ReadonlyMap<string, RegistryAnswer>> {
  const answers = new Map<string, RegistryAnswer>()
  const asked = doubts.map(async ({ event, tags, reader }) => {
    if (reader === null || tags === null) return
    const reference = referenceInDoubt(event, tags, toleranceMs)
    if (reference !== null) answers.set(event.id, await reader.digestOf(event.repository, reference))
  })
  await Promise.all(asked)
  return answers
}
