import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import { NOTHING_TO_SEND, type Payload } from '../../domain/delivery/payload.ts'
import { fitted } from '../chat/fitted.ts'
import { type Story, plainSentence, storyOf } from '../chat/story.ts'
import { type Alert, alertOf } from './alert.ts'

/** An alert, and the event behind it in words for people. */
export interface AlertStory extends Alert {
  readonly story: Story
}

/** The payload of an event for a system of alerts, written by `write`; one that says nothing where the event concerns no alert. */
export function alertPayload(
  input: PayloadInput,
  write: (alert: AlertStory, input: PayloadInput) => object,
): Payload {
  const contentType = 'application/json'
  const alert = alertOf(input)
  if (alert === null)
    return {
      contentType,
      body: NOTHING_TO_SEND,
      warnings: ['the event neither opens nor resolves an alert: the target sends nothing'],
    }
  return { contentType, body: JSON.stringify(write({ ...alert, story: storyOf(input) }, input)) }
}

/** The sentence of an alert within a limit of UTF-16 units. */
export function alertSummary({ story }: AlertStory, limit: number): string {
  return fitted(story, plainSentence, { limit, sizeOf: ({ length }) => length })
}
