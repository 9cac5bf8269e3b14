import { PROJECT_PATHS, PROJECT_TABS, SYSTEM_PATHS } from '../../../web/pages/routes.ts'
import { push } from '../app/push.ts'
import type { TestApp } from '../app/start-test-app.ts'
import { createPolicy } from '../app/webhook-policy.ts'
import type { ConsoleParts } from './open-console.ts'

/** Where pages have something to show: by default what `fillEveryPage` has created. */
interface Places {
  readonly project?: string
  readonly globalWebhook?: number
}

/** The addresses of every page by the route tables, each with something on it. */
export async function everyAddress(
  app: TestApp,
  { project = 'team', globalWebhook = 3 }: Places = {},
): Promise<readonly string[]> {
  const { body } = await app.api.get(`/api/v2.0/projects/${project}/webhook/received-events`)
  return addresses(project, {
    'events id': body.items[0].id,
    'deliveries id': 1,
    'project webhooks id': 1,
    'system webhooks id': globalWebhook,
    'event-types type': 'PUSH_ARTIFACT',
    'users id': 1,
  })
}

function addresses(project: string, ids: Readonly<Record<string, string | number>>): readonly string[] {
  const filled = (path: string, prefix = ''): string =>
    prefix +
    path.replace(/\/([a-z-]+)\/:(\w+)/g, (_, place: string, name: string) => {
      const value = ids[`${prefix === '' ? 'system' : 'project'} ${place} ${name}`] ?? ids[`${place} ${name}`]
      if (value === undefined) throw new Error(`say which ${place} the page ${path} is opened with`)
      return `/${place}/${value}`
    })
  return [
    ...SYSTEM_PATHS.map((path) => filled(path)),
    ...[...PROJECT_TABS, ...PROJECT_PATHS].map((path) => filled(path, `/projects/${project}`)),
    '/deliveries?open=1',
    '/no-such-page',
  ]
}

/** Something in every list. */
export async function fillEveryPage({ app, receiver }: ConsoleParts): Promise<void> {
  await createPolicy(app.api, { name: 'builds', targets: [receiver.url()] })
  const failing = await startFailing(app)
  await app.api.post('/api/v2.0/webhook/policies', {
    name: 'all projects',
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address: receiver.url('/all') }],
  })
  await push(app, { tag: 'v1' })
  await app.api.post('/api/v2.0/users', {
    username: 'pilot',
    email: 'pilot@example.test',
    realname: 'Pilot',
    password: 'Lighthouse-Keeper-7',
  })
  await app.api.post('/api/v2.0/projects/team/members', {
    role_id: 4,
    member_user: { username: 'pilot' },
  })
  await app.api.post('/api/v2.0/robots', {
    name: 'builder',
    level: 'project',
    duration: 30,
    permissions: [{ kind: 'project', namespace: 'team', access: [{ resource: 'project', action: 'read' }] }],
  })
  const permissions = [{ kind: 'project', namespace: 'team', access: [{ resource: '*', action: '*' }] }]
  await app.api.post('/api/v2.0/users/current/tokens', { name: 'laptop', permissions })
  await app.api.post('/api/v2.0/scanners', { name: 'trivy', url: 'http://trivy.example.test' })
  await failing.ended(1)
}

/** A webhook to a port where nobody listens. */
async function startFailing({ api }: TestApp) {
  return createPolicy(api, { name: 'nobody there', targets: ['http://127.0.0.1:1/'] })
}
