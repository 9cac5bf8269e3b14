import Type from 'typebox'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../../domain/options.ts'
import { basicAuthorization } from '../http/basic-authorization.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { createServiceTarget, pathBelow } from '../http/service-target.ts'
import type { WriteRequest } from '../http/writing.ts'
import { secretOption } from '../options/secret.ts'

const OPTIONS = {
  job: Type.String({
    title: 'Job',
    description: 'its full name with all folders, such as team/deploy',
    maxLength: 1024,
  }),
  username: Type.String({ title: 'User', description: 'who may build the job', maxLength: 255 }),
  api_token: secretOption('of that user; a password needs a crumb that Bellbuoy does not fetch', {
    title: 'API token',
    maxLength: 1024,
  }),
}

/**
 * Jenkins' own call for a build with parameters: `POST /job/FOLDER/job/NAME/buildWithParameters`, a form, 201 with the place in the queue
 * as `Location` (jenkins.io/doc/book/using/remote-access-api, hudson.model.ParametersDefinitionProperty). It logs in by Basic with an API
 * token at once, since Jenkins asks for no log-in but answers 403 (jenkins.io/doc/book/system-administration/authenticating-scripted-clients).
 */
export function createJenkinsTarget(parts: HttpSenderParts): TargetKind {
  return createServiceTarget(
    {
      type: 'jenkins',
      name: 'Jenkins',
      ownFormat: 'Jenkins',
      rateLimit: null,
      seesRepeats: false,
      options: OPTIONS,
      optionsFault: jenkinsFault,
      write,
    },
    parts,
  )
}

interface JenkinsOptions {
  readonly job: string
  readonly username: string
  readonly api_token?: string
}

function jenkinsFault(options: TargetOptions): string | null {
  const { job, username, api_token: token = '' } = options as unknown as JenkinsOptions
  const isName = job.split('/').every((part) => part.isWellFormed() && !['', '.', '..'].includes(part))
  if (!isName || job.startsWith('job/'))
    return 'job is the full name of a job with its folders, such as team/deploy, and no part of its URL'
  if (username === '') return 'username is missing'
  if (username.includes(':')) return 'username holds a colon, which HTTP Basic cannot carry'
  return token === '' ? 'api_token is missing' : null
}

const write: WriteRequest = ({ path, body }, { target }) => {
  const { job, username, api_token: token = '' } = target.options as unknown as JenkinsOptions
  const place = job.split('/').map((name) => `/job/${encodeURIComponent(name)}`)
  return {
    path: pathBelow(path, `${place.join('')}/buildWithParameters`),
    body: new URLSearchParams(JSON.parse(body) as Record<string, string>).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    secretHeaders: { authorization: basicAuthorization(username, token) },
  }
}
