import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { bytesOf, fitted } from '../../chat/fitted.ts'
import { plainText } from '../../chat/plain-text.ts'
import { type Story, storyOf } from '../../chat/story.ts'

/** Content of a text message (developer.work.weixin.qq.com/document/path/91770). */
const MAX_BYTES = 2048

/** A text message for WeCom. Its Markdown has no escapes, so names could not arrive as they are; in a text only `<@user>` has a meaning. */
export const wecomFormat: PayloadFormat = {
  name: 'WeCom',
  about: 'A text message for WeCom, written for people.',
  sharedBy: 'event',
  render(input) {
    const content = fitted(storyOf(input), contentOf, { limit: MAX_BYTES, sizeOf: bytesOf })
    return { contentType: 'application/json', body: JSON.stringify({ msgtype: 'text', text: { content } }) }
  },
}

/** A mention is `<@` with a user behind it; a zero-width space separates them. */
function contentOf(story: Story): string {
  return plainText(story).replaceAll('<@', '<\u200b@')
}
