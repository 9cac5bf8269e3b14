import { type Json, first, longer } from './chats/chat-double.ts'

/** What the documents of a chat say about a message; each function says what the chat would find wrong, or null. */
export const CHAT_LIMITS = {
  slack: faultForSlack,
  teams: faultForTeams,
  mattermost: faultForMattermost,
  discord: faultForDiscord,
} satisfies Readonly<Record<string, (body: string) => string | null>>

/** docs.slack.dev: blocks, rich_text, section, context. */
function faultForSlack(body: string): string | null {
  const { blocks, text }: Json = JSON.parse(body)
  const faults = (blocks as Json[]).flatMap((block) => {
    switch (block.type) {
      case 'rich_text':
        return block.elements[0].elements.map(
          (element: Json) =>
            (element.type === 'text' && longer(element.text, 3000, 'rich text')) ||
            (element.type === 'link' && longer(element.url, 3000, 'url')),
        )
      case 'section':
        return [
          block.fields.length > 10 && 'invalid_payload: more than 10 fields',
          ...block.fields.map((field: Json) => longer(field.text, 2000, 'field')),
        ]
      case 'context':
        return [block.elements.length > 10 && 'invalid_payload: more than 10 elements']
      default:
        return [`invalid_payload: unknown block ${block.type}`]
    }
  })
  return first(longer(text, 4000, 'text'), blocks.length > 50 && 'invalid_payload: blocks', ...faults)
}

/** learn.microsoft.com: 28 KB a message, adaptive cards up to version 1.5 in webhooks. */
function faultForTeams(body: string): string | null {
  const { type, attachments }: Json = JSON.parse(body)
  const [{ contentType, content }] = attachments
  return first(
    Buffer.byteLength(body) > 28 * 1024 && 'the card is larger than 28 KB',
    type !== 'message' && 'no message',
    contentType !== 'application/vnd.microsoft.card.adaptive' && 'no adaptive card',
    content.type !== 'AdaptiveCard' && 'no card',
    (content.actions ?? []).length > 6 && 'more than 6 actions',
    ...content.body.flatMap((block: Json) => block.inlines.map((run: Json) => longer(run.text, 4000, 'run'))),
  )
}

/** developers.mattermost.com: 16383 characters a message, 4000 on older servers. */
function faultForMattermost(body: string): string | null {
  const { text, attachments }: Json = JSON.parse(body)
  return first(
    longer(text, 4000, 'text'),
    JSON.stringify(attachments).length > 8000 && 'Invalid attachments: too long',
    /@(channel|all|here)\b/.test(body) && 'it rings for everyone',
  )
}

/** discord.com/developers: limits of embeds. */
function faultForDiscord(body: string): string | null {
  const { embeds, allowed_mentions: mentions }: Json = JSON.parse(body)
  const [{ description, fields }] = embeds
  const texts: string[] = [description, ...fields.flatMap(({ name, value }: Json) => [name, value])]
  const total = texts.join('').length
  return first(
    longer(description, 4096, 'description'),
    fields.length > 25 && 'more than 25 fields',
    total > 6000 && 'the embed is longer than 6000',
    mentions.parse.length > 0 && 'it may ring for everyone',
    ...fields.flatMap(({ name, value }: Json) => [longer(name, 256, 'name'), longer(value, 1024, 'value')]),
  )
}
