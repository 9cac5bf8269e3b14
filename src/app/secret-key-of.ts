import { secretKey } from '../accounts/secret-key.ts'
import { type Config, databasePlace } from '../config.ts'

/**
 * The key that encrypts secrets at rest: the setting, else the one beside an SQLite database, which is created if need be.
 *
 * @throws Error when it is not set and the database is on a server: those who can read that must not find the key there
 */
export function secretKeyOf(config: Pick<Config, 'secretKey' | 'databaseUrl'>): string {
  const place = databasePlace(config)
  if (place.kind === 'sqlite') return secretKey(config.secretKey, `${place.path}.key`)
  if (config.secretKey !== null) return config.secretKey
  throw new Error(
    'SECRET_KEY is not set: with PostgreSQL, set it to a long random text, the same at every start',
  )
}
