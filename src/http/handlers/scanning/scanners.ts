import { randomUUID } from 'node:crypto'
import * as CALLS from '../../../contract/calls.ts'
import type { ScannerMetadataResponse } from '../../../contract/scanning/scanner.ts'
import { BellbuoyError, messageOf } from '../../../domain/errors.ts'
import type { Condition } from '../../../domain/list-query.ts'
import type { Scanner, ScannerDraft } from '../../../domain/scanning/scanner.ts'
import type { Store } from '../../../domain/store.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import {
  assertScannerSecretsStay,
  changedScannerDraft,
  pingedScanner,
  scannerDraft,
} from './scanner-draft.ts'
import { scannerResponse } from './scanner-response.ts'

export interface ScannerParts {
  readonly store: Pick<Store, 'scanners'>
  /** Asks an adapter what it is. Rejects when it cannot be reached, or makes no report that we read. */
  readonly metadataOf: (scanner: ScannerDraft) => Promise<ScannerMetadataResponse>
}

/** Scanner adapters, with Harbor's calls. */
export function scannerRoutes(parts: ScannerParts): readonly Route[] {
  const { scanners } = parts.store
  return [
    answer(CALLS.listScanners, async ({ query, url }) => {
      const asked = listQuery(query)
      const conditions = [...asked.conditions, ...namedConditions(query)]
      const { items, total } = await scanners.list(pageOf(query), { ...asked, conditions })
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(scannerResponse) }
    }),
    answer(CALLS.createScanner, async ({ body }) => {
      const uuid = randomUUID()
      await scanners.create(uuid, scannerDraft(body))
      return { status: 201, headers: { location: `${CALLS.createScanner.path}/${uuid}` } }
    }),
    answer(CALLS.pingScanner, async ({ body }) => {
      await serving(pingedScanner(body), parts)
      return { status: 200 }
    }),
    oneScannerRoutes(parts),
  ].flat()
}

function oneScannerRoutes(parts: ScannerParts): readonly Route[] {
  const { scanners } = parts.store
  const find = async ({ params: { registration_id: uuid }, concerns }: ScannerCall): Promise<Scanner> => {
    const scanner = await scanners.byUuid(uuid)
    if (scanner === null) throw new BellbuoyError('NOT_FOUND', `scanner ${uuid} not found`)
    concerns(scanner.name)
    return scanner
  }
  return [
    answer(CALLS.getScanner, async (call) => ({ status: 200, body: scannerResponse(await find(call)) })),
    answer(CALLS.getScannerMetadata, async (call) => ({
      status: 200,
      body: await serving(await find(call), parts),
    })),
    answer(CALLS.updateScanner, async (call) => {
      const { uuid, ...stored } = await find(call)
      const draft = changedScannerDraft(call.body, stored)
      assertScannerSecretsStay(draft, stored)
      await scanners.update(uuid, draft, call.guard)
      return { status: 200 }
    }),
    answer(CALLS.setDefaultScanner, async (call) => {
      const { uuid } = await find(call)
      if (call.body.is_default === true) await scanners.makeDefault(uuid, call.guard)
      return { status: 200 }
    }),
    answer(CALLS.deleteScanner, async (call) => {
      const scanner = await find(call)
      await scanners.remove(scanner.uuid, call.guard)
      return { status: 200, body: scannerResponse(scanner) }
    }),
  ].flat()
}

interface ScannerCall {
  readonly concerns: (name: string) => void
  readonly params: { readonly registration_id: string }
}

/** Older clients ask by these instead of `q`: a part of a text, or all of it. */
function namedConditions(query: Readonly<Record<string, unknown>>): readonly Condition[] {
  const given = (key: string): string => (typeof query[key] === 'string' ? query[key] : '')
  const parts = ['name', 'description', 'url'].map((field) => ({
    field,
    is: 'like' as const,
    value: given(field),
  }))
  const whole = ['name', 'url'].map((field) => ({
    field,
    is: 'equal' as const,
    value: given(`ex_${field}`),
  }))
  return [...parts, ...whole].filter(({ value }) => value !== '')
}

/** @throws BellbuoyError `PRECONDITION` when the scanner does not serve */
async function serving(
  scanner: ScannerDraft,
  { metadataOf }: ScannerParts,
): Promise<ScannerMetadataResponse> {
  try {
    return await metadataOf(scanner)
  } catch (cause) {
    const why = messageOf(cause)
    throw new BellbuoyError('PRECONDITION', `the scanner ${scanner.name} does not serve: ${why}`, { cause })
  }
}
