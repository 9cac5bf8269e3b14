import { ATTEMPTS_NOT_SENT } from './errors-catalogue/attempts-not-sent.ts'
import type { ErrorEntry } from './errors-catalogue/error-entry.ts'
import { FAILED_ANSWERS } from './errors-catalogue/failed-answers.ts'
import { FAILED_CONNECTIONS } from './errors-catalogue/failed-connections.ts'
import { FAULTS_OF_THE_SERVER } from './errors-catalogue/faults-of-the-server.ts'
import { REFUSED_CALLERS } from './errors-catalogue/refused-callers.ts'
import { REFUSED_REQUESTS } from './errors-catalogue/refused-requests.ts'
import { REFUSED_STATES } from './errors-catalogue/refused-states.ts'

/** The codes of the API's answers, with their pages. */
export const ERRORS_OF_THE_API: readonly ErrorEntry[] = [
  ...REFUSED_REQUESTS,
  ...REFUSED_CALLERS,
  ...REFUSED_STATES,
  ...FAULTS_OF_THE_SERVER,
]

/** The codes of failed attempts, with their pages. */
export const ERRORS_OF_ATTEMPTS: readonly ErrorEntry[] = [
  ...FAILED_ANSWERS,
  ...FAILED_CONNECTIONS,
  ...ATTEMPTS_NOT_SENT,
]
