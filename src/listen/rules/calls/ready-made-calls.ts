import { READY_MADE_TEMPLATES } from '../../../payloads/template/ready-made.ts'

type Parameter = 'url' | 'owner' | 'repository' | 'project' | 'ref'

/** A request of which a rule gives only the parameters. */
export interface ReadyMadeCall {
  /** Id of the template that writes its body. */
  readonly template: string
  /** Keys of `call:` that it needs. */
  readonly needs: readonly Parameter[]
  /** Keys that it takes beside those, and those of the token. */
  readonly mayHave?: readonly Parameter[]
  /** Where the token goes: the header `Authorization`, or a parameter of the query. */
  readonly token: 'bearer' | 'query'
  readonly needsToken: boolean
  /** @param given what the rule gives for these keys */
  readonly urlOf: (given: Readonly<Record<string, string>>) => string
}

const part = (text: string | undefined): string => encodeURIComponent(text ?? '')
const base = (url: string | undefined): string => (url ?? '').replace(/\/+$/, '')

export const READY_MADE_CALLS: Readonly<Record<string, ReadyMadeCall>> = {
  github: {
    template: 'github-repository-dispatch',
    needs: ['owner', 'repository'],
    mayHave: ['url'],
    token: 'bearer',
    needsToken: true,
    urlOf: ({ url = 'https://api.github.com', owner, repository }) =>
      `${base(url)}/repos/${part(owner)}/${part(repository)}/dispatches`,
  },
  gitlab: {
    template: 'gitlab-trigger',
    needs: ['url', 'project', 'ref'],
    token: 'query',
    needsToken: true,
    urlOf: ({ url, project, ref }) =>
      `${base(url)}/api/v4/projects/${part(project)}/trigger/pipeline?ref=${part(ref)}`,
  },
  jenkins: {
    template: 'jenkins-generic-webhook-trigger',
    needs: ['url'],
    token: 'bearer',
    needsToken: true,
    urlOf: ({ url }) => `${base(url)}/generic-webhook-trigger/invoke`,
  },
  argo: {
    template: 'argo-events',
    needs: ['url'],
    token: 'bearer',
    needsToken: false,
    urlOf: ({ url }) => url ?? '',
  },
  tekton: {
    template: 'tekton',
    needs: ['url'],
    token: 'bearer',
    needsToken: false,
    urlOf: ({ url }) => url ?? '',
  },
}

/** Body and headers of a ready-made request; the address and the token are the rule's. */
export function readyMadeContent(template: string): {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
} {
  const found = READY_MADE_TEMPLATES.find(({ id }) => id === template)
  if (found === undefined) throw new Error(`there is no template ${template}`)
  const headers = Object.entries(found.headers).filter(([name]) => name !== 'Authorization')
  return { body: found.template, headers: Object.fromEntries(headers) }
}
