import { expect, test } from 'vitest'
import { warnOfWeakSecrets } from './weak-secrets.ts'

function warningsOf(secretKey: string | null, passwordFault: string | null): readonly string[] {
  const warnings: string[] = []
  warnOfWeakSecrets({
    config: { secretKey },
    firstStart: { passwordFault },
    log: { secretWeak: ({ setting, reason }) => void warnings.push(`${setting}: ${reason}`) },
  })
  return warnings
}

test('a short key and a weak password are named with their setting', () => {
  expect(warningsOf('short', 'needs 8 to 128 characters')).toEqual([
    'BELLBUOY_ADMIN_PASSWORD: the password of admin needs 8 to 128 characters',
    'BELLBUOY_SECRET_KEY: the key has 5 characters, fewer than 16',
  ])
})

test('nothing is said of a long key, a generated one, or a strong password', () => {
  expect(warningsOf('a'.repeat(16), null)).toEqual([])
  expect(warningsOf(null, null)).toEqual([])
})
