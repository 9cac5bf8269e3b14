/** A message as a consumer got it. */
export interface ReceivedMessage {
  readonly place: string
  readonly contentType: string
  /** By which the broker, or its consumers, recognise a repeated message; null where the protocol has no place for it. */
  readonly id: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const LOGIN = { username: 'bell', password: 'p w:d@/%ü' } as const

/** A real broker on 127.0.0.1, with a user, and with TLS by the certificate of `localhost`. */
export interface TestBroker extends AsyncDisposable {
  readonly type: string
  readonly port: number
  readonly tlsPort: number
  /** The address of a target at another port, such as a gate's. */
  readonly addressAt: (port: number, host?: string) => string
  readonly tlsAddress: string
  /** Options with which it takes what is published, and a consumer hears it; without the log-in. */
  readonly options: Readonly<Record<string, string>>
  /** The place of a push to `team/app` by these. */
  readonly place: string
  /** Options with which the broker refuses what is published. */
  readonly refused: Readonly<Record<string, string>>
  /** Changes the broker so that it takes those too. */
  readonly allow: () => Promise<void>
  /** What was taken so far, in the broker's order. */
  readonly received: () => Promise<readonly ReceivedMessage[]>
}
