import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { isShort } from '../../chat/facts.ts'
import { bytesOf, fitted } from '../../chat/fitted.ts'
import { whenOf } from '../../chat/plain-text.ts'
import { shorten } from '../../chat/shorten.ts'
import { type Story, plainSentence, storyOf } from '../../chat/story.ts'

/** A request may have 20 KB (open.feishu.cn/document/client-docs/bot-v3/add-custom-bot); a signature takes some of it. */
const MAX_BYTES = 19_800
/** More would not be seen in the head of a card, which shows four lines. */
const MAX_TITLE = 120

/** A card for Feishu and Lark. All texts stand in `plain_text` elements, in which nothing is markup and no mention fires. */
export const feishuFormat: PayloadFormat = {
  name: 'Feishu',
  about: 'A card for Feishu and Lark, written for people.',
  sharedBy: 'event',
  render: (input) => ({
    contentType: 'application/json',
    body: fitted(storyOf(input), messageOf, { limit: MAX_BYTES, sizeOf: bytesOf }),
  }),
}

const COLOURS = { good: 'green', bad: 'red', plain: 'blue' } as const

const plain = (content: string) => ({ tag: 'plain_text', content })

function messageOf(story: Story): string {
  const sentence = plainSentence(story)
  const title = shorten(sentence.replace(/\s+/g, ' '), MAX_TITLE)
  const fields = story.facts.map((fact) => ({
    is_short: isShort(fact),
    text: plain(`${fact.name}: ${fact.value}`),
  }))
  const actions = story.links.map(({ text, url }) => ({
    tag: 'button',
    type: 'default',
    text: plain(text),
    url,
  }))
  const card = {
    config: { wide_screen_mode: true },
    header: { template: COLOURS[story.mood], title: plain(title) },
    elements: [
      ...(title === sentence ? [] : [{ tag: 'div', text: plain(sentence) }]),
      ...(fields.length > 0 ? [{ tag: 'div', fields }] : []),
      ...(actions.length > 0 ? [{ tag: 'action', actions }] : []),
      { tag: 'note', elements: [plain(`When: ${whenOf(story)}`)] },
    ],
  }
  return JSON.stringify({ msg_type: 'interactive', card })
}
