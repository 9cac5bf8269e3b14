import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { type Story, storyOf } from '../../chat/story.ts'

/**
 * An adaptive card for the Workflows of Microsoft Teams. The texts of an event stand in text runs, in which nothing is
 * markup; a mention would need an entity, and there is none. A card stays far below the 28 KB that Teams takes.
 */
export const teamsFormat: PayloadFormat = {
  name: 'Teams',
  about: 'An adaptive card for Microsoft Teams, written for people.',
  sharedBy: 'event',
  render(input) {
    const content = cardOf(storyOf(input))
    const card = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }
    return { contentType: 'application/json', body: JSON.stringify({ type: 'message', attachments: [card] }) }
  },
}

const COLOURS = { good: 'Good', bad: 'Attention', plain: 'Default' } as const

function cardOf(story: Story): object {
  const sentence = story.sentence.map(({ text, isName }) => ({
    type: 'TextRun',
    text,
    color: COLOURS[story.mood],
    ...(isName === true && { weight: 'Bolder' }),
  }))
  const facts = [...story.facts, { name: 'When', value: new Date(story.atMs).toISOString() }]
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'RichTextBlock', inlines: sentence },
      ...facts.map(({ name, value }) => ({
        type: 'RichTextBlock',
        spacing: 'Small',
        inlines: [
          { type: 'TextRun', text: `${name}: `, weight: 'Bolder', size: 'Small' },
          { type: 'TextRun', text: value, size: 'Small' },
        ],
      })),
    ],
    ...(story.links.length > 0 && {
      actions: story.links.map(({ text, url }) => ({ type: 'Action.OpenUrl', title: text, url })),
    }),
  }
}
