import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { bytesOf, fitted } from '../../chat/fitted.ts'
import { plainText } from '../../chat/plain-text.ts'
import { storyOf } from '../../chat/story.ts'

/** Content of a text message (global error codes of DingTalk's server API, 34016). */
const MAX_BYTES = 5000

/**
 * A text message for DingTalk. Its Markdown has no escapes, so names could not arrive as they are; in a text nothing is markup, and only
 * those whom `at` names are mentioned (open.dingtalk.com/document/orgapp/custom-robot-access).
 */
export const dingtalkFormat: PayloadFormat = {
  name: 'DingTalk',
  about: 'A text message for DingTalk, written for people.',
  sharedBy: 'event',
  render(input) {
    const content = fitted(storyOf(input), plainText, { limit: MAX_BYTES, sizeOf: bytesOf })
    const body = JSON.stringify({ msgtype: 'text', text: { content }, at: { isAtAll: false } })
    return { contentType: 'application/json', body }
  },
}
