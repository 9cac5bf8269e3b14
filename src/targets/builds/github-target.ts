import Type from 'typebox'
import type { ReceivedResponse } from '../../domain/delivery/attempt.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { fitsHeader } from '../../domain/header-value.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { createServiceTarget, pathBelow } from '../http/service-target.ts'
import type { WriteRequest } from '../http/writing.ts'
import { secretOption } from '../options/secret.ts'

const MINUTE_MS = 60_000

const OPTIONS = {
  token: secretOption('a fine-grained token of this repository alone', { title: 'Token', maxLength: 1024 }),
  owner: Type.String({ title: 'Owner', description: 'of the repository', maxLength: 100 }),
  repository: Type.String({ title: 'Repository', description: 'its name without the owner', maxLength: 100 }),
  creates: Type.Optional(
    Type.Enum(['dispatch', 'deployment'], {
      title: 'Creates',
      description: 'a repository dispatch, which starts workflows (the default), or a deployment',
    }),
  ),
  event_type: Type.Optional(
    Type.String({
      title: 'Type of the dispatch',
      description: 'that workflows wait for; by default the event type, such as PUSH_ARTIFACT',
      maxLength: 100,
    }),
  ),
  ref: Type.Optional(
    Type.String({ title: 'Ref', description: 'of a deployment: branch, tag or commit', maxLength: 255 }),
  ),
  environment: Type.Optional(
    Type.String({
      title: 'Environment',
      description: 'of a deployment; by default production',
      maxLength: 255,
    }),
  ),
}

/**
 * GitHub and GitHub Enterprise Server: `POST /repos/OWNER/REPOSITORY/dispatches`, 204
 * (docs.github.com/rest/repos/repos#create-a-repository-dispatch-event), or `…/deployments`, 201
 * (docs.github.com/rest/deployments/deployments#create-a-deployment), with no merge and no checks, since the image is there already.
 */
export function createGithubTarget(parts: HttpSenderParts): TargetKind {
  return createServiceTarget(
    {
      type: 'github',
      name: 'GitHub',
      ownFormat: 'GitHub',
      rateLimit: null,
      seesRepeats: false,
      usualAddress: 'https://api.github.com',
      options: OPTIONS,
      optionsFault: githubFault,
      passes: isLimit,
      waitOf: (response, nowMs) => (isLimit(response) ? limitWait(response, nowMs) : null),
      write,
    },
    parts,
  )
}

interface GithubOptions {
  readonly token?: string
  readonly owner: string
  readonly repository: string
  readonly creates?: 'dispatch' | 'deployment'
  readonly event_type?: string
  readonly ref?: string
  readonly environment?: string
}

function githubFault(options: TargetOptions): string | null {
  const { token = '', owner, repository, creates, ref = '' } = options as unknown as GithubOptions
  if (token === '') return 'token is missing'
  if (!fitsHeader(token)) return 'token holds a character that a header cannot carry'
  if (!/^[\w-]+$/.test(owner)) return 'owner is a name in letters, digits, - and _'
  if (!/^(?!\.{1,2}$)[\w.-]+$/.test(repository))
    return 'repository is a name in letters, digits, dots, - and _, without the owner'
  return creates === 'deployment' && ref === ''
    ? 'ref is missing: a deployment is one of a branch, tag or commit'
    : null
}

const write: WriteRequest = ({ path, body }, { delivery, target }) => {
  const { token = '', ...options } = target.options as unknown as GithubOptions
  const { owner, repository, creates = 'dispatch' } = options
  return {
    path: pathBelow(
      path,
      `/repos/${owner}/${repository}/${creates === 'dispatch' ? 'dispatches' : 'deployments'}`,
    ),
    body: JSON.stringify(bodyOf(options, delivery.eventType, JSON.parse(body) as object)),
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    secretHeaders: { authorization: `Bearer ${token}` },
  }
}

function bodyOf(options: Omit<GithubOptions, 'token'>, eventType: string, facts: object): object {
  const { creates, event_type, ref, environment } = options
  if (creates !== 'deployment') return { event_type: event_type || eventType, client_payload: facts }
  return {
    ref,
    environment: environment || 'production',
    auto_merge: false,
    required_contexts: [],
    payload: facts,
  }
}

/** A limit shows as 403 or 429 (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api, "Exceeding the rate limit"). */
function isLimit({ status, headers, body }: ReceivedResponse): boolean {
  if (status === 429) return true
  return (
    status === 403 &&
    (headers['x-ratelimit-remaining'] === '0' ||
      'retry-after' in headers ||
      /secondary rate limit/i.test(body))
  )
}

/** Until the limit is new, or "at least one minute", by the same page. */
function limitWait({ headers }: ReceivedResponse, nowMs: number): number {
  const reset = headers['x-ratelimit-remaining'] === '0' ? Number(headers['x-ratelimit-reset']) * 1000 : 0
  return reset > nowMs ? reset - nowMs : MINUTE_MS
}
