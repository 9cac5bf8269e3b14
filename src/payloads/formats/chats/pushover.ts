import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { fitted } from '../../chat/fitted.ts'
import { titledText } from '../../chat/plain-text.ts'
import { shorten } from '../../chat/shorten.ts'
import { type Story, storyOf } from '../../chat/story.ts'

/** Characters of each parameter (pushover.net/api, "Limitations"), counted here as UTF-16 units, of which there are never fewer. */
const MAX_MESSAGE = 1024
const MAX_TITLE = 250
const MAX_URL = 512
const MAX_URL_TITLE = 100

/** A message for Pushover, less the keys, which the target adds. Without `html` nothing in it is markup (pushover.net/api). */
export const pushoverFormat: PayloadFormat = {
  name: 'Pushover',
  about: 'A notification for Pushover, written for people; the target adds its keys.',
  sharedBy: 'event',
  render(input) {
    const message = fitted(storyOf(input), messageOf, {
      limit: MAX_MESSAGE,
      sizeOf: (written) => written.message.length,
    })
    return { contentType: 'application/json', body: JSON.stringify(message) }
  },
}

interface Message {
  readonly title: string
  readonly message: string
  /** When it happened, in seconds since 1970. */
  readonly timestamp: number
  readonly url?: string
  readonly url_title?: string
}

function messageOf(story: Story): Message {
  const [link, ...others] = story.links
  const isShown = link !== undefined && link.url.length <= MAX_URL
  const { title, text } = titledText(isShown ? { ...story, links: others } : story, MAX_TITLE)
  return {
    title,
    message: text,
    timestamp: Math.floor(story.atMs / 1000),
    ...(isShown && { url: link.url, url_title: shorten(link.text, MAX_URL_TITLE) }),
  }
}
