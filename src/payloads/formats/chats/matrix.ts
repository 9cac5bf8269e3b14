import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { bytesOf, fitted } from '../../chat/fitted.ts'
import { htmlLines } from '../../chat/html.ts'
import { plainText } from '../../chat/plain-text.ts'
import { type Story, storyOf } from '../../chat/story.ts'

/** An event may have 65536 bytes (spec.matrix.org, Client-Server API, "Size limits"); what the homeserver adds takes some of it. */
const MAX_BYTES = 60_000

/**
 * A notice for a Matrix room, as HTML and as plain text. An empty `m.mentions` says that it mentions nobody, whatever its text holds
 * (spec.matrix.org, Client-Server API, "User and room mentions").
 */
export const matrixFormat: PayloadFormat = {
  name: 'Matrix',
  about: 'A notice for a Matrix room, written for people.',
  sharedBy: 'event',
  render: (input) => ({
    contentType: 'application/json',
    body: fitted(storyOf(input), contentOf, { limit: MAX_BYTES, sizeOf: bytesOf }),
  }),
}

function contentOf(story: Story): string {
  return JSON.stringify({
    msgtype: 'm.notice',
    body: plainText(story),
    format: 'org.matrix.custom.html',
    formatted_body: htmlLines(story),
    'm.mentions': {},
  })
}
