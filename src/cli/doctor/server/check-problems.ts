import { type Client, inScope } from '../../../client/client.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { ProblemResponse } from '../../../contract/problems/problem.ts'
import { counted } from '../../remote/counted.ts'
import { type Finding, bad, ok, warn } from '../finding.ts'

/** Every problem that the server has noticed: it knows cause and cure. */
export async function* checkProblems(client: Client): AsyncGenerator<Finding> {
  let count = 0
  for await (const problem of client.each(inScope(CALLS.listProblems, null), { query: { state: 'open' } })) {
    count++
    yield findingOf(problem)
  }
  if (count === 0) yield ok('problems', 'the server has none')
}

function findingOf(problem: ProblemResponse): Finding {
  const { kind, finding, reason = '', cure, on_purpose: onPurpose, acknowledged } = problem
  const { project_name: project, unreachable_since: unreachable, waiting } = problem
  const where = project === undefined ? '' : ` (${project})`
  const wait = waiting > 0 ? `; ${counted(waiting, 'delivery waits', 'deliveries wait')}` : ''
  const breaker = unreachable === undefined ? '' : ', it does not answer, and only probes go out'
  const says = `${finding}${where}${reason === '' ? '' : `: ${reason}`}${breaker}${wait}`
  const level = onPurpose || acknowledged !== undefined ? warn : bad
  return level(kind.replaceAll('_', ' '), says, cure)
}
