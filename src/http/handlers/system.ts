import { HealthResponse, SystemInfoResponse, VersionResponse } from '../../contract/system.ts'
import type { Settings } from '../../domain/policy/rules.ts'
import { type Route, route } from '../route.ts'
import { timeInMs } from '../times.ts'

export interface SystemParts {
  readonly settings: Settings
  readonly clock: { readonly now: () => number }
  readonly version: string
  /** How others reach this server, or null when nobody said. */
  readonly externalUrl: string | null
  /** How people call the OpenID provider that they log in by, or null. */
  readonly oidcName: string | null
}

/** The version of Harbor whose API this is; clients choose what they do by it. */
const HARBOR_VERSION = 'v2.14.0'

/** What clients ask before they begin. */
export function systemRoutes(parts: SystemParts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v2.0/ping',
      operation: 'GetPing',
      tag: 'ping',
      summary: 'Ask whether the server answers',
      needs: 'nothing',
      schema: {},
      answers: { 200: 'text' },
      handle: () => Promise.resolve({ status: 200, body: 'Pong' }),
    }),
    route({
      method: 'GET',
      path: '/api/version',
      operation: 'GetVersion',
      tag: 'systeminfo',
      summary: 'Get the version of the API',
      needs: 'nothing',
      schema: {},
      answers: { 200: VersionResponse },
      handle: () => Promise.resolve({ status: 200, body: { version: 'v2.0' } }),
    }),
    route({
      method: 'GET',
      path: '/api/v2.0/health',
      operation: 'GetHealth',
      tag: 'health',
      summary: 'Ask whether all parts are well',
      needs: 'nothing',
      schema: {},
      answers: { 200: HealthResponse },
      handle: async () => ({ status: 200, body: await health(parts.settings) }),
    }),
    systemInfoRoute(parts),
  ]
}

function systemInfoRoute({ settings, clock, version, externalUrl, oidcName }: SystemParts): Route {
  return route({
    method: 'GET',
    path: '/api/v2.0/systeminfo',
    operation: 'GetSystemInfo',
    tag: 'systeminfo',
    summary: 'Get what the server says of itself; more to who is logged in',
    needs: 'nothing',
    schema: {},
    answers: { 200: SystemInfoResponse },
    async handle({ caller }) {
      const open = {
        auth_mode: oidcName === null ? 'db_auth' : 'oidc_auth',
        ...(oidcName !== null && { oidc_provider_name: oidcName }),
        primary_auth_mode: false,
        self_registration: false,
      }
      if (caller === null) return { status: 200, body: open }
      const known = {
        current_time: timeInMs(clock.now()),
        ...(externalUrl !== null && { external_url: externalUrl, registry_url: new URL(externalUrl).host }),
        harbor_version: `${HARBOR_VERSION}-bellbuoy-${version}`,
        has_ca_root: false,
        notification_enable: await settings.notificationsEnabled(),
        project_creation_restriction: 'adminonly',
        read_only: false,
      }
      return { status: 200, body: { ...open, ...known } }
    },
  })
}

/** The database answers, or says why it does not; always 200, as in Harbor. */
async function health(settings: Settings): Promise<HealthResponse> {
  const core = { name: 'core', status: 'healthy' } as const
  try {
    await settings.notificationsEnabled()
    return { components: [core, { name: 'database', status: 'healthy' }], status: 'healthy' }
  } catch {
    const database = { error: 'the database does not answer', name: 'database', status: 'unhealthy' } as const
    return { components: [core, database], status: 'unhealthy' }
  }
}
