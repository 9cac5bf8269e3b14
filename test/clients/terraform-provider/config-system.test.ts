import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { type Provider, provider } from './provider.ts'

/** `GetConfigSystem` with the provider's defaults, but for `session_timeout`, which is 60 there. */
const DEFAULTS = {
  project_creation_restriction: 'adminonly',
  read_only: false,
  robot_token_duration: 30,
  token_expiration: 30,
  session_timeout: 30,
  quota_per_project_enable: true,
  robot_name_prefix: 'robot$',
  storage_per_project: -1,
  scanner_skip_update_pulltime: false,
  skip_audit_log_database: false,
  banner_message: '',
  notification_enable: true,
}

/** `resourceConfigSystemRead`: what would be drift. */
async function read({ read: get }: Provider) {
  const shown = await get('/configurations')
  const keys = [...Object.keys(DEFAULTS), 'audit_log_forward_endpoint', 'disabled_audit_log_event_types']
  return Object.fromEntries(keys.map((key) => [key, shown[key].value]))
}

const planned = (changes: Partial<typeof DEFAULTS> = {}) => ({
  ...DEFAULTS,
  audit_log_forward_endpoint: '',
  disabled_audit_log_event_types: '',
  ...changes,
})

describe('harbor_config_system', () => {
  test('turns the global switch, and each second plan is empty', async () => {
    await using app = await startTestApp()
    const to = provider(app.api)
    for (const notification_enable of [true, false, true]) {
      await to.send('PUT', '/configurations', 200, { ...DEFAULTS, notification_enable })
      expect(await read(to)).toEqual(planned({ notification_enable }))
    }
  })

  test('takes session_timeout as the server has it, and refuses another one with the value', async () => {
    await using app = await startTestApp({ settings: { SESSION_IDLE_MS: '3600000' } })
    const to = provider(app.api)
    await expect(to.send('PUT', '/configurations', 200, DEFAULTS)).rejects.toThrow('session_timeout is 60')
    await to.send('PUT', '/configurations', 200, { ...DEFAULTS, session_timeout: 60 })
    expect(await read(to)).toEqual(planned({ session_timeout: 60 }))
  })
})
