import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { assertStrongPassword } from '../../accounts/password-policy.ts'

/** The first line of standard input. @throws Error when there is none */
export async function typedPassword(): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1)
  if (line === '') throw new Error('there is no password on standard input')
  return line
}

/** 144 random bits that pass the rule for passwords, as nearly all do. */
export function newPassword(name: string): string {
  for (;;) {
    const password = randomBytes(18).toString('base64url')
    if (isStrong(password, name)) return password
  }
}

function isStrong(password: string, name: string): boolean {
  try {
    assertStrongPassword(password, name)
    return true
  } catch {
    return false
  }
}
