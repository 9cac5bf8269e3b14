import { statSync } from 'node:fs'
import type { Config, DatabasePlace } from '../../../config.ts'
import { type Finding, bad, ok, warn } from '../finding.ts'

/** Who may read the files that hold secrets. */
export function* checkFiles(
  { tls, secretKey }: Pick<Config, 'tls' | 'secretKey'>,
  place: DatabasePlace,
): Generator<Finding> {
  const files = [
    ...(place.kind === 'sqlite' ? [['database', place.path] as const] : []),
    ...(place.kind === 'sqlite' && secretKey === null ? [['secret key', `${place.path}.key`] as const] : []),
    ...(tls === null ? [] : [['TLS key', tls.keyFile] as const]),
  ]
  for (const [about, file] of files) yield ofFile(about, file)
  if (place.kind === 'postgres' && secretKey === null)
    yield bad(
      'secret key',
      'SECRET_KEY is not set, and with PostgreSQL there is no key file',
      'Set SECRET_KEY to a long random value, and keep it the same at every start.',
    )
}

function ofFile(about: string, file: string): Finding {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined)
    return about === 'TLS key'
      ? bad(about, `there is no file ${file}`, 'Create the file, or correct TLS_KEY_FILE.')
      : warn(
          about,
          `there is no file ${file} yet`,
          'Start the server in the folder of its settings file: it creates the key file.',
        )
  const mode = (stat.mode & 0o777).toString(8)
  return (stat.mode & 0o077) === 0
    ? ok(about, `only its owner can read ${file}`)
    : bad(about, `other users can read ${file} (mode ${mode})`, `Run chmod 600 ${file}.`)
}
