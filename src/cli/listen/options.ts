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
  { flag: '--port <number>', variable: 'PORT', says: 'port; 0 picks a free one', default: '8090' },
  {
    flag: '--host <address>',
    variable: 'HOST',
    says: 'address to listen on; any address but loopback needs a secret',
    default: '127.0.0.1',
  },
  {
    flag: '--tls-cert-file <file>',
    variable: 'TLS_CERT_FILE',
    says: 'certificate with its chain (PEM); turns HTTPS on',
  },
  {
    flag: '--tls-key-file <file>',
    variable: 'TLS_KEY_FILE',
    says: 'private key of the certificate (PEM, no passphrase); the listener reloads both files when they change',
  },
  {
    flag: '--path <path>',
    variable: 'PATH',
    says: 'accept webhooks only on this path (default: any path)',
  },
  {
    flag: '--data <folder>',
    variable: 'DATA',
    says: 'folder for the database of runs',
    default: DATA_FOLDER,
  },
  {
    flag: '--exec <file>',
    variable: 'EXEC',
    says: 'program to run for every webhook; its arguments follow --',
  },
  { flag: '--rules <file>', variable: 'RULES', says: 'rules file: which program runs for which webhooks' },
  {
    flag: '--authorization <value>',
    variable: 'AUTHORIZATION',
    says: 'required Authorization header of a webhook; other users of the machine can see a flag',
  },
  {
    flag: '--authorization-file <file>',
    variable: 'AUTHORIZATION_FILE',
    says: 'file with that value; two lines while you rotate it',
  },
  {
    flag: '--signing-secret-file <file>',
    variable: 'SIGNING_SECRET_FILE',
    says: 'file with the signing secret of the target (whsec_… or whpk_…); two lines while you rotate it',
  },
  {
    flag: '--concurrency <number>',
    variable: 'CONCURRENCY',
    says: 'maximum number of simultaneous runs, over all rules',
    default: '16',
  },
  {
    flag: '--time-limit <duration>',
    variable: 'TIME_LIMIT',
    says: 'time limit of an --exec run',
    default: '10m',
  },
  {
    flag: '--retries <number>',
    variable: 'RETRIES',
    says: 'number of retries of a failed --exec run',
    default: '5',
  },
  {
    flag: '--max-body <size>',
    variable: 'MAX_BODY',
    says: 'maximum size of a webhook',
    default: '8MiB',
  },
  {
    flag: '--repeat-window <duration>',
    variable: 'REPEAT_WINDOW',
    says: 'how long an identical body counts as a repeat, for senders without webhook-id',
    default: '2s',
  },
  {
    flag: '--answer-within <duration>',
    variable: 'ANSWER_WITHIN',
    says: 'how long a response waits for the result of a run, if the rule asks for it',
    default: '8s',
  },
  {
    flag: '--keep <duration>',
    variable: 'KEEP',
    says: 'how long to keep ended runs',
    default: '30d',
  },
  { flag: '--keep-runs <number>', variable: 'KEEP_RUNS', says: 'how many runs to keep', default: '100000' },
  {
    flag: '--stop-wait <duration>',
    variable: 'STOP_WAIT',
    says: 'how long a shutdown waits for running runs',
    default: '30s',
  },
  {
    flag: '--log-level <level>',
    variable: 'LOG_LEVEL',
    says: 'log level: fatal, error, warn, info, debug, trace or silent',
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
