import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { isShort } from '../../chat/facts.ts'
import { MOOD_COLOURS, markdownLink, markdownSentence } from '../../chat/markdown.ts'
import { shortenEscaped } from '../../chat/shorten.ts'
import { plainSentence, storyOf } from '../../chat/story.ts'

/** What older servers take of a text; newer ones take 16383 characters. */
const MAX_TEXT = 4000
const MAX_FIELD = 1000

/** A Mattermost message with an attachment. */
export const mattermostFormat: PayloadFormat = {
  name: 'Mattermost',
  about: 'A Mattermost message with an attachment, written for people.',
  sharedBy: 'event',
  render(input) {
    const story = storyOf(input)
    const links = story.links.map((link) => markdownLink(link, escapeMattermost))
    const attachment = {
      fallback: shortenEscaped(plainSentence(story), MAX_FIELD, withoutMentions),
      color: MOOD_COLOURS[story.mood],
      text: shortenEscaped(links.join(' · '), MAX_FIELD * 4, (text) => text),
      fields: story.facts.map((fact) => ({
        title: fact.name,
        value: shortenEscaped(fact.value, MAX_FIELD, escapeMattermost),
        short: isShort(fact),
      })),
    }
    const text = markdownSentence(story, Math.floor(MAX_TEXT / 3), escapeMattermost)
    return { contentType: 'application/json', body: JSON.stringify({ text, attachments: [attachment] }) }
  },
}

/** Takes the meaning out of a text in Markdown, and the mention out of `@channel`. */
export function escapeMattermost(text: string): string {
  return withoutMentions(text.replace(/[\\`*_{}[\]()#+!|~><-]/g, '\\$&'))
}

/** A mention is an `@` with a name right behind it; a zero-width space separates them. */
function withoutMentions(text: string): string {
  return text.replaceAll('@', '@\u200b')
}
