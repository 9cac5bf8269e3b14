import { randomBytes } from 'node:crypto'
import { BellbuoyError } from '../domain/errors.ts'
import type { Source, Sources } from '../domain/registry/source.ts'

/** The source of events that callers of the API report. */
export const API_SOURCE = { name: 'api', kind: 'generic' } as const

/** The source of scan events. */
export const SCANNER_SOURCE = { name: 'scanner', kind: 'scanner' } as const

/** The source of charts that pass through the gateway to the chart repository. */
export const CHARTS_SOURCE = { name: 'chartrepo', kind: 'chartrepo' } as const

/** The source of meta events. */
export const META_SOURCE = { name: 'bellbuoy', kind: 'bellbuoy' } as const

/** Whether sources of this kind are parts of Bellbuoy, which know the host of what they report. */
export function isOwnKind(kind: string): boolean {
  return kind === SCANNER_SOURCE.kind || kind === CHARTS_SOURCE.kind || kind === META_SOURCE.kind
}

/**
 * The source that events from Bellbuoy itself belong to; it is created when it is first needed, with a token that nobody
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
    // Another first event may have created it at the same time.
    if (!(error instanceof BellbuoyError) || error.code !== 'CONFLICT') throw error
  }
  const created = await sources.byName(name)
  if (created === null) throw new Error(`the source ${name} was deleted just after it was created`)
  return created
}
