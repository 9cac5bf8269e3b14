import { describe, expect, test } from 'vitest'
import { emptyTargetForm } from '../policy-form.ts'
import { isOwnTemplate, wantedLogin, withReadyMade } from './ready-made.ts'

const github = {
  id: 'github',
  name: 'GitHub',
  about: '',
  attachment: '',
  address: 'https://api.github.com/repos/OWNER/REPOSITORY/dispatches',
  headers: {
    'Content-Type': 'application/json',
    Authorization: 'Bearer TOKEN',
    'X-GitHub-Api-Version': '2022-11-28',
  },
  template: '{"event_type": {{ type }}}',
}

describe('a ready-made template', () => {
  test('brings its address and the headers that are the same for everyone', () => {
    const target = withReadyMade(emptyTargetForm(), github)
    expect(target.address).toBe(github.address)
    expect(target.options).toEqual({
      template: github.template,
      headers: { 'X-GitHub-Api-Version': '2022-11-28' },
    })
    expect(wantedLogin(github)).toBe('Bearer TOKEN')
  })

  test('leaves alone what was typed', () => {
    const typed = { ...emptyTargetForm(), address: 'https://ghe.test/', attachment: '{}' }
    expect(withReadyMade(typed, github)).toMatchObject({ address: 'https://ghe.test/', attachment: '{}' })
  })

  test('is distinguished from one that a user wrote', () => {
    expect(isOwnTemplate(withReadyMade(emptyTargetForm(), github), [github])).toBe(false)
    expect(isOwnTemplate({ options: { template: '{"mine": true}' } }, [github])).toBe(true)
    expect(isOwnTemplate(emptyTargetForm(), [github])).toBe(false)
  })
})
