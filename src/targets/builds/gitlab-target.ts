import Type from 'typebox'
import type { ReceivedResponse } from '../../domain/delivery/attempt.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { httpUrlOf } from '../../domain/http-address.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { createServiceTarget, pathBelow } from '../http/service-target.ts'
import type { WriteRequest } from '../http/writing.ts'
import { secretOption } from '../options/secret.ts'

const MINUTE_MS = 60_000

const OPTIONS = {
  token: secretOption('a pipeline trigger token of the project', { title: 'Trigger token', maxLength: 1024 }),
  project: Type.String({
    title: 'Project',
    description: 'its number, or its path such as acme/deploy',
    maxLength: 1024,
  }),
  ref: Type.String({ title: 'Ref', description: 'branch or tag whose pipeline starts', maxLength: 255 }),
}

/**
 * GitLab's pipeline triggers: `POST /api/v4/projects/ID/trigger/pipeline`, 201 (docs.gitlab.com/ci/triggers,
 * docs.gitlab.com/api/pipeline_triggers). The token stands in the body, since GitLab takes it there or in the query alone. GitLab.com
 * creates 25 pipelines a minute for one project, user and commit; the rate stays below.
 */
export function createGitlabTarget(parts: HttpSenderParts): TargetKind {
  return createServiceTarget(
    {
      type: 'gitlab',
      name: 'GitLab',
      ownFormat: 'GitLab',
      // With all that gathers in a rest, 25 in any minute.
      rateLimit: { perSecond: 20 / 60, burst: 5 },
      seesRepeats: false,
      usualAddress: 'https://gitlab.com',
      options: OPTIONS,
      addressFault,
      optionsFault: gitlabFault,
      passes: isLimit,
      waitOf: (response) => (isLimit(response) ? MINUTE_MS : null),
      write,
    },
    parts,
  )
}

interface GitlabOptions {
  readonly token?: string
  readonly project: string
  readonly ref: string
}

function addressFault(address: string): string | null {
  const { pathname, search, hash } = httpUrlOf(address)
  return pathname.includes('/api/v4') || search !== '' || hash !== ''
    ? 'the address of a gitlab target is that of GitLab alone, such as https://gitlab.com: give project, ref and token as options'
    : null
}

function gitlabFault(options: TargetOptions): string | null {
  const { token = '', project, ref } = options as unknown as GitlabOptions
  if (token === '') return 'token is missing'
  if (!/^(?:\d+|[\w.-]+(?:\/[\w.-]+)+)$/.test(project))
    return 'project is neither a number nor a path with its group, such as acme/deploy'
  return ref === '' ? 'ref is missing: a pipeline runs for a branch or tag' : null
}

const write: WriteRequest = ({ path, body }, { target }) => {
  const { token, project, ref } = target.options as unknown as GitlabOptions
  return {
    path: pathBelow(path, `/api/v4/projects/${encodeURIComponent(project)}/trigger/pipeline`),
    body: JSON.stringify({ token, ref, variables: JSON.parse(body) as object }),
  }
}

/**
 * The limit of pipelines is a 400 like a wrong ref, and says so in words; it ends after a minute
 * (docs.gitlab.com/administration/settings/rate_limit_on_pipelines_creation, lib/gitlab/ci/pipeline/chain/limit/rate_limit.rb).
 */
function isLimit({ status, body }: ReceivedResponse): boolean {
  return status === 400 && body.includes('Too many pipelines created in the last minute')
}
