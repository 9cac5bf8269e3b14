import { MAIL_SECURITY, type MailDefaults, type MailSecurity } from '../domain/target/mail-server.ts'
import { type Setting, type Values, choice, number, optionalText, password } from './setting-kinds.ts'

/** The mail server and sender of email targets that name none. */
export const SMTP_SETTINGS = {
  SMTP_HOST: optionalText('smtp.host', 'mail server of email targets that name none'),
  SMTP_PORT: number('smtp.port', 587, 'port of that mail server', { min: 1, max: 65535 }),
  SMTP_SECURITY: choice('smtp.security', 'starttls', 'protection of the connection to that mail server', [
    ...MAIL_SECURITY,
  ]),
  SMTP_USERNAME: optionalText('smtp.username', 'user at that mail server'),
  SMTP_PASSWORD: password('smtp.password', 'password of that user'),
  SMTP_FROM: optionalText('smtp.from', 'sender of email targets that name none'),
} satisfies Record<string, Setting<unknown>>

export function mailDefaultsOf(values: Values<typeof SMTP_SETTINGS>): MailDefaults {
  const { SMTP_HOST: host, SMTP_PORT: port, SMTP_USERNAME: username, SMTP_PASSWORD: secret } = values
  const security = values.SMTP_SECURITY as MailSecurity
  const server = host === null ? null : { host, port, security, username, password: secret }
  return Object.freeze({ server, from: values.SMTP_FROM })
}
