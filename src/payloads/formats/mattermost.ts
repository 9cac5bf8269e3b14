import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import { shortenEscaped } from '../chat/shorten.ts'
import { type Story, plainSentence, storyOf } from '../chat/story.ts'

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
    const attachment = {
      fallback: shortenEscaped(plainSentence(story), MAX_FIELD, withoutMentions),
      color: COLOURS[story.mood],
      text: shortenEscaped(linksIn(story), MAX_FIELD * 4, (text) => text),
      fields: story.facts.map(({ name, value }) => ({
        title: name,
        value: shortenEscaped(value, MAX_FIELD, escapeMattermost),
        short: value.length < 40,
      })),
    }
    const text = sentenceIn(story)
    return { contentType: 'application/json', body: JSON.stringify({ text, attachments: [attachment] }) }
  },
}

const COLOURS = { good: '#2f9e44', bad: '#e03131', plain: '#228be6' } as const

function sentenceIn({ sentence }: Story): string {
  const limit = Math.floor(MAX_TEXT / 3)
  return sentence
    .map(({ text, isName }) => {
      const escaped = shortenEscaped(text, limit - 4, escapeMattermost)
      return isName === true ? `**${escaped}**` : escaped
    })
    .join('')
}

function linksIn({ links }: Story): string {
  return links
    .map(({ text, url }) => `[${escapeMattermost(text)}](${url.replace(/[()]/g, encodeURIComponent)})`)
    .join(' · ')
}

/** Takes the meaning out of a text in Markdown, and the bell out of `@channel`. */
export function escapeMattermost(text: string): string {
  return withoutMentions(text.replace(/[\\`*_{}[\]()#+!|~><-]/g, '\\$&'))
}

/** A mention is an `@` with a name right behind it; something that takes no room stands between them. */
function withoutMentions(text: string): string {
  return text.replaceAll('@', '@\u200b')
}
