import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { shorten } from '../../chat/shorten.ts'
import { type Story, plainSentence, storyOf } from '../../chat/story.ts'

/** Slack reads these three in its markup, and no others (docs.slack.dev, "Formatting message text"). */
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
/** Fields of a section: ten of them, of 2000 characters each; `text` beside the blocks is for notifications. */
const MAX_FIELDS = 10
const MAX_TEXT = 3000

/**
 * Slack blocks. The texts of an event stand in `rich_text` and `plain_text` elements, in which nothing is markup and no
 * mention fires, so that every name arrives as it is.
 */
export const slackFormat: PayloadFormat = {
  name: 'Slack',
  about: 'Slack blocks, written for people.',
  sharedBy: 'event',
  render(input) {
    const story = storyOf(input)
    const text = escapeSlack(shorten(plainSentence(story), MAX_TEXT / 5))
    const body = JSON.stringify({ text, blocks: blocksOf(story) })
    return { contentType: 'application/json', body }
  },
}

/** Takes the meaning out of a text in Slack's markup. */
export function escapeSlack(text: string): string {
  return text.replace(/[&<>]/g, (character) => ESCAPED[character] ?? character)
}

function blocksOf(story: Story): readonly object[] {
  const sentence = story.sentence.map(({ text, isName }) => ({
    type: 'text',
    text,
    ...(isName === true && { style: { bold: true } }),
  }))
  const links = story.links.flatMap(({ text, url }) => [
    { type: 'text', text: ' ' },
    { type: 'link', url, text },
  ])
  const fields = story.facts.slice(0, MAX_FIELDS).map(({ name, value }) => ({
    type: 'plain_text',
    text: `${name}: ${value}`,
    emoji: false,
  }))
  return [
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [...sentence, ...links] }],
    },
    ...(fields.length > 0 ? [{ type: 'section', fields }] : []),
    { type: 'context', elements: [{ type: 'mrkdwn', text: whenOf(story) }] },
  ]
}

/** The time as each reader's clock has it. */
function whenOf({ atMs }: Story): string {
  return `<!date^${Math.floor(atMs / 1000)}^{date_short_pretty} {time}|${new Date(atMs).toISOString()}>`
}
