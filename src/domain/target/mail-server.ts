/** How a connection to a mail server is secured: upgraded before anything is said, encrypted from the start, not at all. */
export const MAIL_SECURITY = ['starttls', 'tls', 'none'] as const
export type MailSecurity = (typeof MAIL_SECURITY)[number]

/** A mail server, and how to log in. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly username: string | null
  readonly password: string | null
}

/** What email targets use that name no mail server, or no sender, of their own. */
export interface MailDefaults {
  readonly server: MailServer | null
  readonly from: string | null
}
