import { Option } from 'commander'

/** One option of `bellbuoy listen`: a flag, and a variable of the environment that says the same. */
export interface ListenOption {
  readonly flag: string
  readonly variable: string
  readonly says: string
  readonly default?: string
}

export const DATA_FOLDER = 'data/listen'

/** Every option, in the order of the documentation. */
export const LISTEN_OPTIONS = [
  { flag: '--port <number>', variable: 'PORT', says: 'the port; 0 for a free one', default: '8090' },
  {
    flag: '--host <address>',
    variable: 'HOST',
    says: 'the address; another than loopback needs a secret',
    default: '127.0.0.1',
  },
  {
    flag: '--tls-cert-file <file>',
    variable: 'TLS_CERT_FILE',
    says: 'a certificate with its chain, in PEM; with it the listener speaks HTTPS',
  },
  {
    flag: '--tls-key-file <file>',
    variable: 'TLS_KEY_FILE',
    says: 'its private key, in PEM, without a passphrase; both files are read again when they change',
  },
  {
    flag: '--path <path>',
    variable: 'PATH',
    says: 'the only path that takes webhooks; any path when left out',
  },
  {
    flag: '--data <folder>',
    variable: 'DATA',
    says: 'where the runs are kept',
    default: DATA_FOLDER,
  },
  {
    flag: '--exec <file>',
    variable: 'EXEC',
    says: 'a program that runs for every webhook; its arguments stand behind --',
  },
  { flag: '--rules <file>', variable: 'RULES', says: 'a rules file: what runs for which webhooks' },
  {
    flag: '--authorization <value>',
    variable: 'AUTHORIZATION',
    says: 'what the header Authorization of a webhook must be; other users of the machine can see a flag',
  },
  {
    flag: '--authorization-file <file>',
    variable: 'AUTHORIZATION_FILE',
    says: 'a file with that value; with two lines during a change',
  },
  {
    flag: '--signing-secret-file <file>',
    variable: 'SIGNING_SECRET_FILE',
    says: 'a file with the signing secret of the target (whsec_… or whpk_…); with two lines during a change',
  },
  {
    flag: '--concurrency <number>',
    variable: 'CONCURRENCY',
    says: 'runs at the same time, of all rules together',
    default: '16',
  },
  {
    flag: '--time-limit <duration>',
    variable: 'TIME_LIMIT',
    says: 'how long a run of --exec may take',
    default: '10m',
  },
  {
    flag: '--retries <number>',
    variable: 'RETRIES',
    says: 'how often a failed run of --exec is tried again',
    default: '5',
  },
  {
    flag: '--max-body <size>',
    variable: 'MAX_BODY',
    says: 'the longest webhook that is taken',
    default: '8MiB',
  },
  {
    flag: '--repeat-window <duration>',
    variable: 'REPEAT_WINDOW',
    says: 'how long an equal body counts as a repeat, of senders without webhook-id',
    default: '2s',
  },
  {
    flag: '--answer-within <duration>',
    variable: 'ANSWER_WITHIN',
    says: 'how long an answer waits for the result of a run, where a rule asks for that',
    default: '8s',
  },
  {
    flag: '--keep <duration>',
    variable: 'KEEP',
    says: 'how long runs are kept after their end',
    default: '30d',
  },
  { flag: '--keep-runs <number>', variable: 'KEEP_RUNS', says: 'how many runs are kept', default: '100000' },
  {
    flag: '--stop-wait <duration>',
    variable: 'STOP_WAIT',
    says: 'how long the end waits for runs under way',
    default: '30s',
  },
  {
    flag: '--log-level <level>',
    variable: 'LOG_LEVEL',
    says: 'fatal, error, warn, info, debug, trace or silent',
    default: 'info',
  },
] as const satisfies readonly ListenOption[]

/** The environment variable of an option. */
export function variableOf({ variable }: ListenOption): string {
  return `BELLBUOY_LISTEN_${variable}`
}

export function commanderOption(option: ListenOption): Option {
  const says = option.default === undefined ? option.says : `${option.says} (default: ${option.default})`
  return new Option(option.flag, says).env(variableOf(option))
}

/** What commander gives: the text of each option that was given. */
export interface ListenOptions {
  readonly port?: string
  readonly host?: string
  readonly tlsCertFile?: string
  readonly tlsKeyFile?: string
  readonly path?: string
  readonly data?: string
  readonly exec?: string
  readonly rules?: string
  readonly authorization?: string
  readonly authorizationFile?: string
  readonly signingSecretFile?: string
  readonly concurrency?: string
  readonly timeLimit?: string
  readonly retries?: string
  readonly maxBody?: string
  readonly repeatWindow?: string
  readonly answerWithin?: string
  readonly keep?: string
  readonly keepRuns?: string
  readonly stopWait?: string
  readonly logLevel?: string
  readonly check?: boolean
}
