import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { certificate } from './tls.ts'

export interface ReceivedMail {
  readonly recipients: readonly string[]
  /** Headers and body as they came. */
  readonly source: string
  /** Whether the connection was encrypted. */
  readonly secure: boolean
  /** Who logged in; empty for nobody. */
  readonly user: string
}

export interface MailServerOptions {
  /** What to answer to the next mail in place of 250; `index` counts from 0. */
  readonly refuse?: (index: number) => { readonly code: number; readonly text: string } | null
  /** What to answer to a recipient in place of 250; `index` counts how often it was named before. */
  readonly refuseRecipient?: (
    address: string,
    index: number,
  ) => { readonly code: number; readonly text: string } | null
  /** False: STARTTLS is not offered. */
  readonly startTls?: boolean
}

export const mailLogin = { username: 'bell', password: 'hush-hush' } as const

/** A real mail server with the certificate of `localhost`, which knows the user of `mailLogin`. */
export interface MailServer extends AsyncDisposable {
  readonly port: number
  readonly mails: readonly ReceivedMail[]
}

export async function startMailServer({
  refuse,
  refuseRecipient,
  startTls = true,
}: MailServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  let offered = 0
  const named = new Map<string, number>()
  const server = new SMTPServer({
    ...certificate('localhost'),
    authOptional: true,
    allowInsecureAuth: false,
    disabledCommands: startTls ? [] : ['STARTTLS'],
    onAuth({ username = '', password }, _session, callback) {
      const isKnown = username === mailLogin.username && password === mailLogin.password
      callback(
        isKnown ? null : new Error('535 5.7.8 wrong user or password'),
        isKnown ? { user: username } : undefined,
      )
    },
    onRcptTo({ address }, _session, callback) {
      const index = named.get(address) ?? 0
      named.set(address, index + 1)
      const refusal = refuseRecipient?.(address, index) ?? null
      callback(
        refusal === null ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code }),
      )
    },
    onData(stream, session, callback) {
      void text(stream).then((source) => {
        const refusal = refuse?.(offered++) ?? null
        if (refusal !== null) {
          callback(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
          return
        }
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({ recipients, source, secure: session.secure, user: String(session.user ?? '') })
        callback()
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
