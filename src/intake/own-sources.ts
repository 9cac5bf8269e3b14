import { randomBytes } from 'node:crypto'
import { BellbuoyError } from '../domain/errors.ts'
import type { Source, Sources } from '../domain/registry/source.ts'

/** The source of events that callers of the API tell. */
export const API_SOURCE = { name: 'api', kind: 'generic' } as const

/** The source of scans. */
export const SCANNER_SOURCE = { name: 'scanner', kind: 'scanner' } as const
/** The source of what goes through the gateway of the chart repository. */
export const CHARTS_SOURCE = { name: 'chartrepo', kind: 'chartrepo' } as const

/**
 * A source that events of Bellbuoy's own making belong to; it is made when it is first needed, with a token that nobody
 * knows.
 */
export async function ownSource(
  sources: Pick<Sources, 'byName' | 'create'>,
  { name, kind }: { readonly name: string; readonly kind: string },
): Promise<Source> {
  const known = await sources.byName(name)
  if (known !== null) return known
  try {
    await sources.create({ name, kind, token: randomBytes(24).toString('base64url') })
  } catch (error) {
    // Two first events may come at the same time.
    if (!(error instanceof BellbuoyError) || error.code !== 'CONFLICT') throw error
  }
  const made = await sources.byName(name)
  if (made === null) throw new Error(`the source ${name} was made and is gone`)
  return made
}
