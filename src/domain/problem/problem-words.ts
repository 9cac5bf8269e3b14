import type { ProblemCause, ProblemKind, Trouble } from './problem.ts'

/** The names that the words about a problem need. Null: it is about no such thing. */
export interface ProblemNames {
  readonly projectName: string | null
  readonly policyName: string | null
  readonly sourceName: string | null
}

type Words = (names: ProblemNames) => string

const policy = ({ policyName }: ProblemNames): string => policyName || 'A policy'

const FINDINGS: Readonly<Record<ProblemKind, Words>> = {
  target_failing: (names) => `${policy(names)} is failing`,
  target_paused: (names) => `A target of ${policy(names)} is paused`,
  policy_disabled: (names) => `${policy(names)} is disabled`,
  deliveries_held: ({ projectName }) =>
    projectName === null ? 'All deliveries are held' : `The deliveries of ${projectName} are held`,
  source_refused: ({ sourceName }) => `Bellbuoy refuses what source ${sourceName ?? ''} sends`,
  source_silent: ({ sourceName }) => `Source ${sourceName ?? ''} is silent`,
  store_unwritable: () => 'Bellbuoy cannot write to its database',
  disk_filling: () => 'The database is running out of room',
  account_differs: () => 'The account of the events does not balance',
  certificate_ending: () => 'The certificate of this server needs attention',
}

const CURES: Readonly<Record<ProblemCause, string>> = {
  dns: 'Check the host name of the target, and that this machine can look it up.',
  connect: 'Start the receiver, or check its port and the firewall in between.',
  tls: 'Renew the certificate of the receiver, or let this machine trust its issuer.',
  timeout: 'Have the receiver answer at once and do its work afterwards.',
  no_http: 'Check that the address is that of an HTTP server, and that no proxy cuts the connection.',
  unauthorized: 'Renew the credentials of the target.',
  not_found: 'Correct the path of the target: its receiver has moved or is gone.',
  too_many_requests: 'Set a rate limit on the target.',
  server_error: 'Look into the log of the receiver: it fails while it handles the request.',
  rejected: 'Compare the payload format with what the receiver expects.',
  blocked_address: 'Allow the address with TARGET_ALLOW, or use another one.',
  invalid_address: 'Correct the address of the target.',
  template: 'Make the template of the target simpler.',
  internal: 'Look into the log of Bellbuoy.',
  paused: 'Resume the target, and what waits is sent.',
  disabled: 'Enable the policy, or delete it if nobody needs it. Send what it missed.',
  auto_disabled: 'Repair the receiver, then enable the policy and send what it missed.',
  project_held: 'Release the project, and what waits is sent.',
  everything_held: 'Release everything, and what waits is sent.',
  refused: 'Look at what the source sends: its page shows the reasons and an example.',
  wrong_token: 'Give the registry the present token of the source.',
  silent: 'Check the notification settings of the registry, and that it reaches Bellbuoy.',
  unwritable: 'Free space on the disk, or make the database writable again.',
  volume_full: 'Enlarge the volume of the database, free space on it, or keep less with RETENTION_DAYS.',
  database_large: 'Keep less with RETENTION_DAYS, or set a larger DATABASE_MAX_GIB.',
  account_differs: 'Run `bellbuoy audit`, and report its findings with the log.',
  certificate_ending: 'Renew the certificate in TLS_CERT_FILE. Bellbuoy takes a new one by itself.',
  certificate_unread:
    'Correct the files of TLS_CERT_FILE and TLS_KEY_FILE. Bellbuoy shows the certificate before until then.',
}

/** What is wrong, as a sentence without a full stop: `deploy is failing`. */
export function findingOf({ kind }: Pick<Trouble, 'kind'>, names: ProblemNames): string {
  return FINDINGS[kind](names)
}

/** What most likely helps, as a sentence. */
export function cureOf({ cause }: Pick<Trouble, 'cause'>): string {
  return CURES[cause]
}
