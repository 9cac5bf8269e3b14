import { describe, expect, test } from 'vitest'
import { emptyScannerForm, scannerFormOf, scannerRequestOf } from './scanner-form.ts'

const form = { ...emptyScannerForm(), name: 'trivy', url: 'http://trivy:8080' }

describe('the form of a scanner', () => {
  test('sends user and password of the adapter as Basic wants them', () => {
    const basic = { ...form, auth: 'Basic' as const, username: 'bell', credential: 'buoy' }
    expect(scannerRequestOf(basic).access_credential).toBe('bell:buoy')
  })

  test('makes the header that the scanner pulls with of user and password, in UTF-8', () => {
    const pulls = { ...form, pullLogin: 'basic' as const, pullUsername: 'bell', pullSecret: 'bö' }
    expect(scannerRequestOf(pulls).registry_authorization).toBe('Basic YmVsbDpiw7Y=')
  })

  test('leaves what is stored as it is until something else is typed', () => {
    const stored = scannerFormOf({
      uuid: '1',
      name: 'trivy',
      description: '',
      url: 'http://trivy:8080',
      auth: 'Bearer',
      access_credential: '',
      use_internal_addr: false,
      has_access_credential: true,
      registry_url: '',
      has_registry_authorization: true,
      pull_account: 'robot$scanner',
      pull_user_agent: 'trivy',
      skip_certVerify: true,
      disabled: false,
      is_default: true,
      create_time: '',
      update_time: '',
    })
    expect(stored.pullLogin).toBe('stored')
    expect(scannerRequestOf(stored)).toMatchObject({
      access_credential: '',
      registry_authorization: '',
      pull_account: 'robot$scanner',
      pull_user_agent: 'trivy',
      skip_certVerify: true,
    })
  })
})
