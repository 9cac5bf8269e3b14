import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { fitted } from '../../chat/fitted.ts'
import { whenOf } from '../../chat/plain-text.ts'
import { type Story, storyOf } from '../../chat/story.ts'

/** UTF-16 units of a text, once its entities are taken out (core.telegram.org/bots/api#sendmessage). */
const MAX_TEXT = 4096

/**
 * A message for Telegram's Bot API, less the chat, which the target adds. What stands out and what leads on is said by entities beside the
 * text, so nothing in the text is markup (core.telegram.org/bots/api#messageentity).
 */
export const telegramFormat: PayloadFormat = {
  name: 'Telegram',
  about: 'A Telegram message with entities, written for people; the target adds the chat.',
  sharedBy: 'event',
  render(input) {
    const { text, entities } = fitted(storyOf(input), messageOf, {
      limit: MAX_TEXT,
      sizeOf: (written) => written.text.length,
    })
    const body = JSON.stringify({ text, entities, link_preview_options: { is_disabled: true } })
    return { contentType: 'application/json', body }
  },
}

interface Entity {
  readonly type: 'bold' | 'text_link'
  /** In UTF-16 units, as `length`. */
  readonly offset: number
  readonly length: number
  readonly url?: string
}

interface Message {
  readonly text: string
  readonly entities: readonly Entity[]
}

/** A run of text, which may stand out or lead on. */
type Run = readonly [text: string, meaning?: Pick<Entity, 'type' | 'url'>]

const BOLD = { type: 'bold' } as const

function messageOf(story: Story): Message {
  const sentence = story.sentence.map(({ text, isName }): Run => (isName === true ? [text, BOLD] : [text]))
  const facts = [...story.facts, { name: 'When', value: whenOf(story) }].flatMap(
    ({ name, value }): readonly Run[] => [[`\n${name}: `, BOLD], [value]],
  )
  const links = story.links.flatMap(({ text, url }, index): readonly Run[] => [
    [index === 0 ? '\n' : ' · '],
    [text, { type: 'text_link', url }],
  ])
  return joined([...sentence, ...facts, ...links])
}

function joined(runs: readonly Run[]): Message {
  let text = ''
  const entities: Entity[] = []
  for (const [run, meaning] of runs) {
    const shown = withoutMentions(run)
    if (meaning !== undefined && shown !== '')
      entities.push({ ...meaning, offset: text.length, length: shown.length })
    text += shown
  }
  return { text, entities }
}

/** Telegram finds mentions in the text itself: an `@` with a name right behind it. A zero-width space separates them. */
function withoutMentions(text: string): string {
  return text.replaceAll('@', '@\u200b')
}
