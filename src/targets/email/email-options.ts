import Type, { type Static } from 'typebox'
import { MAIL_SECURITY, type MailServer } from '../../domain/target/mail-server.ts'
import { RateLimitOption } from '../options/rate-limit.ts'

/** What the owner of an email target may choose. */
export const EmailOptionsSchema = Type.Object(
  {
    smtp: Type.Optional(
      Type.Object(
        {
          host: Type.String({ minLength: 1, maxLength: 255 }),
          port: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 65535, description: '587, or 465 for tls' }),
          ),
          security: Type.Optional(Type.Enum([...MAIL_SECURITY], { description: 'starttls is the default' })),
          username: Type.Optional(Type.String()),
          password: Type.Optional(Type.String({ writeOnly: true, description: 'of the user' })),
        },
        { additionalProperties: false, description: 'the mail server; without it, that of the settings' },
      ),
    ),
    from: Type.Optional(Type.String({ description: 'the sender; without it, that of the settings' })),
    digest_seconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 3600, description: 'events of this many seconds share one mail' }),
    ),
    timeout_seconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 30, description: 'deadline of one attempt' }),
    ),
    ca: Type.Optional(
      Type.String({ description: 'PEM: the only authorities that are trusted, instead of the usual ones' }),
    ),
    rate_limit: Type.Optional(RateLimitOption),
  },
  { additionalProperties: false },
)
export type EmailOptions = Static<typeof EmailOptionsSchema>

/** The mail server that a target names, or null. */
export function serverIn({ smtp }: EmailOptions): MailServer | null {
  if (smtp === undefined) return null
  const security = smtp.security ?? 'starttls'
  return {
    host: smtp.host,
    port: smtp.port ?? (security === 'tls' ? 465 : 587),
    security,
    username: smtp.username ?? null,
    password: smtp.password ?? null,
  }
}

const ADDRESS = /^[^\s@<>",;]+@[^\s@<>",;]+$/
const MAX_RECIPIENTS = 50

/** What is wrong with a sender such as `bell@acme.test` or `Bell <bell@acme.test>`, or null. */
export function senderFault(from: string): string | null {
  const [, inBrackets] = /^[^<>\r\n]*<([^<>]+)>$/.exec(from) ?? []
  return ADDRESS.test(inBrackets ?? from) ? null : `${from} is no mail address`
}

/** The recipients of an address, with commas, semicolons or spaces between them; or what is wrong with it. */
export function recipientsIn(address: string): readonly string[] | { readonly fault: string } {
  const recipients = address.split(/[\s,;]+/).filter((one) => one !== '')
  if (recipients.length === 0) return { fault: 'an email target needs a recipient' }
  if (recipients.length > MAX_RECIPIENTS)
    return { fault: `an email target has ${MAX_RECIPIENTS} recipients at the most` }
  const wrong = recipients.find((one) => !ADDRESS.test(one))
  return wrong === undefined ? recipients : { fault: `${wrong} is no mail address` }
}
