import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { bytesOf, fitted } from '../../chat/fitted.ts'
import { titledText } from '../../chat/plain-text.ts'
import { type Mood, type Story, storyOf } from '../../chat/story.ts'

/** Bytes of a message; what is longer becomes an attachment (docs.ntfy.sh/publish, "Limitations"). */
const MAX_MESSAGE = 4096
/** A server reads twice as many bytes of JSON (server/server.go, `transformBodyJSON`); the topic takes up to 77 of them. */
const MAX_BODY = 2 * MAX_MESSAGE - 77
const MAX_TITLE = 250

/**
 * A message for ntfy, less the topic, which the target adds. Without `markdown` nothing in it is markup, and ntfy has no mentions
 * (docs.ntfy.sh/publish, "Publish as JSON").
 */
export const ntfyFormat: PayloadFormat = {
  name: 'Ntfy',
  about: 'A notification for ntfy, written for people; the target adds the topic.',
  sharedBy: 'event',
  render(input) {
    const body = fitted(storyOf(input), messageOf, { limit: 1, sizeOf: shareOfLimits })
    return { contentType: 'application/json', body: JSON.stringify(body) }
  },
}

interface Message {
  readonly title: string
  readonly message: string
  /** Names of emojis, which stand before the title. */
  readonly tags: readonly string[]
  /** 3 is the default, 4 high. */
  readonly priority: 3 | 4
  readonly click?: string
}

const TAGS: Readonly<Record<Mood, string>> = { good: 'heavy_check_mark', bad: 'warning', plain: 'package' }

function messageOf(story: Story): Message {
  const { title, text } = titledText(story, MAX_TITLE)
  const [link] = story.links
  return {
    title,
    message: text,
    tags: [TAGS[story.mood]],
    priority: story.mood === 'bad' ? 4 : 3,
    ...(link !== undefined && { click: link.url }),
  }
}

function shareOfLimits(message: Message): number {
  return Math.max(bytesOf(message.message) / MAX_MESSAGE, bytesOf(JSON.stringify(message)) / MAX_BODY)
}
