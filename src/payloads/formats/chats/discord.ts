import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { isShort } from '../../chat/facts.ts'
import { MOOD_COLOURS, markdownLink, markdownSentence } from '../../chat/markdown.ts'
import { shortenEscaped } from '../../chat/shorten.ts'
import { type Story, storyOf } from '../../chat/story.ts'

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
      color: Number.parseInt(MOOD_COLOURS[story.mood].slice(1), 16),
      timestamp: new Date(story.atMs).toISOString(),
      fields: fieldsOf(story, MAX_TOTAL - description.length),
    }
    const body = JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } })
    return { contentType: 'application/json', body }
  },
}

function descriptionOf(story: Story): string {
  let description = markdownSentence(story, Math.floor(MAX_DESCRIPTION / 3.5), escapeDiscord)
  for (const link of story.links) {
    const line = `\n${markdownLink(link, escapeDiscord)}`
    if (description.length + line.length <= MAX_DESCRIPTION) description += line
  }
  return description
}

/** As many facts as there is room for. */
function fieldsOf({ facts }: Story, room: number): readonly object[] {
  let left = room
  return facts.flatMap((fact) => {
    const escaped = shortenEscaped(fact.value, MAX_VALUE, escapeDiscord)
    left -= fact.name.length + escaped.length
    return left < 0 ? [] : [{ name: fact.name, value: escaped, inline: isShort(fact) }]
  })
}

/** Takes the meaning out of a text in Discord's Markdown. */
export function escapeDiscord(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|~><@:-]/g, '\\$&')
}
