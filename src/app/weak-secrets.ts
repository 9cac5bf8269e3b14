import type { FirstStart } from '../accounts/first-start.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'

/** A key that a person can guess, or a program can try, protects nothing. */
const MIN_KEY_CHARACTERS = 16

interface WeakSecretsParts {
  readonly config: Pick<Config, 'secretKey'>
  readonly firstStart: Pick<FirstStart, 'passwordFault'>
  readonly log: Pick<Log, 'secretWeak'>
}

/** Warns of secrets in the settings that are too short or too common. They keep working: a server must start as it did. */
export function warnOfWeakSecrets({ config: { secretKey }, firstStart, log }: WeakSecretsParts): void {
  const { passwordFault } = firstStart
  if (passwordFault !== null) {
    const reason = `the password of admin ${passwordFault}`
    log.secretWeak({ setting: 'BELLBUOY_ADMIN_PASSWORD', reason, cure: 'change it in the console' })
  }
  if (secretKey !== null && secretKey.length < MIN_KEY_CHARACTERS) {
    const reason = `the key has ${secretKey.length} characters, fewer than ${MIN_KEY_CHARACTERS}`
    log.secretWeak({
      setting: 'BELLBUOY_SECRET_KEY',
      reason,
      cure: 'set a long random text, and run bellbuoy rekey',
    })
  }
}
