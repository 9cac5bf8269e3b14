import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import { shortenEscaped } from '../chat/shorten.ts'
import { type Story, storyOf } from '../chat/story.ts'

/** Discord's limits of an embed: description, value of a field, and all of its texts together. */
const MAX_DESCRIPTION = 4096
const MAX_VALUE = 1024
const MAX_TOTAL = 6000

/** A Discord message with one embed. `allowed_mentions` names none, so that none fires whatever the text holds. */
export const discordFormat: PayloadFormat = {
  name: 'Discord',
  about: 'A Discord message with an embed, written for people.',
  sharedBy: 'event',
  render(input) {
    const story = storyOf(input)
    const description = descriptionOf(story)
    const embed = {
      description,
      color: COLOURS[story.mood],
      timestamp: new Date(story.atMs).toISOString(),
      fields: fieldsOf(story, MAX_TOTAL - description.length),
    }
    const body = JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } })
    return { contentType: 'application/json', body }
  },
}

const COLOURS = { good: 0x2f9e44, bad: 0xe03131, plain: 0x228be6 } as const

function descriptionOf({ sentence, links }: Story): string {
  const limit = Math.floor(MAX_DESCRIPTION / 3.5)
  const told = sentence.map(({ text, isName }) => {
    const escaped = shortenEscaped(text, limit - 4, escapeDiscord)
    return isName === true ? `**${escaped}**` : escaped
  })
  let description = told.join('')
  for (const { text, url } of links) {
    const link = `\n[${escapeDiscord(text)}](${url.replace(/[()]/g, encodeURIComponent)})`
    if (description.length + link.length <= MAX_DESCRIPTION) description += link
  }
  return description
}

/** As many facts as there is room for. */
function fieldsOf({ facts }: Story, room: number): readonly object[] {
  let left = room
  return facts.flatMap(({ name, value }) => {
    const escaped = shortenEscaped(value, MAX_VALUE, escapeDiscord)
    left -= name.length + escaped.length
    return left < 0 ? [] : [{ name, value: escaped, inline: value.length < 40 }]
  })
}

/** Takes the meaning out of a text in Discord's Markdown. */
export function escapeDiscord(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|~><@:-]/g, '\\$&')
}
