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
    ...(tls === null ? [] : [['key of the certificate', tls.keyFile] as const]),
  ]
  for (const [about, file] of files) yield ofFile(about, file)
  if (place.kind === 'postgres' && secretKey === null)
    yield bad(
      'secret key',
      'SECRET_KEY is not set, and with PostgreSQL there is no other',
      'Set SECRET_KEY to a long random text, the same at every start.',
    )
}

function ofFile(about: string, file: string): Finding {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined)
    return about === 'key of the certificate'
      ? bad(about, `there is no file ${file}`, 'Put it there, or correct TLS_KEY_FILE.')
      : warn(
          about,
          `there is no file ${file} yet`,
          'Start the server in the folder of its settings: it makes the file.',
        )
  const mode = (stat.mode & 0o777).toString(8)
  return (stat.mode & 0o077) === 0
    ? ok(about, `${file} is for its owner alone`)
    : bad(about, `others may read ${file} (mode ${mode})`, `Run chmod 600 ${file}.`)
}
