import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { bytesOf, fitted } from '../../chat/fitted.ts'
import { htmlLines } from '../../chat/html.ts'
import { shorten } from '../../chat/shorten.ts'
import { type Story, plainSentence, storyOf } from '../../chat/story.ts'

/**
 * A message may have 32,000 bytes (developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create); a thread takes some
 * of it.
 */
const MAX_BYTES = 31_800
const MAX_FALLBACK = 500

/**
 * A card for Google Chat. The markup of its text messages has no escapes; a `TextParagraph` of a card is HTML, which has them, and in which
 * no mention fires (developers.google.com/workspace/chat/format-messages, "Format card messages").
 */
export const googlechatFormat: PayloadFormat = {
  name: 'GoogleChat',
  about: 'A card for Google Chat, written for people.',
  sharedBy: 'event',
  render: (input) => ({
    contentType: 'application/json; charset=UTF-8',
    body: fitted(storyOf(input), messageOf, { limit: MAX_BYTES, sizeOf: bytesOf }),
  }),
}

function messageOf(story: Story): string {
  const widgets = [{ textParagraph: { text: htmlLines(story) } }]
  return JSON.stringify({
    // For notifications, which show no card.
    fallbackText: shorten(plainSentence(story), MAX_FALLBACK),
    cardsV2: [{ cardId: 'event', card: { sections: [{ widgets }] } }],
  })
}
