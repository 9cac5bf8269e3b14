/** The certificate that a process shows, and why its files could not be used when they last changed; null: they could. */
export interface CertificateStanding {
  readonly subject: string
  readonly validToMs: number
  readonly unread: string | null
}
