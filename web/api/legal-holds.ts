import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { LegalHoldRequest, LegalHoldResponse } from '../../src/contract/history/legal-hold.ts'
import { ask, call } from './client/client.ts'

export type LegalHold = LegalHoldResponse

const KEY = 'legal-holds'

/** The legal holds that last, oldest first, for those who may see them. */
export function useLegalHolds(isWanted = true) {
  return useQuery({ queryKey: [KEY], enabled: isWanted, queryFn: () => ask(CALLS.listLegalHolds) })
}

export function usePlaceLegalHold() {
  return useHoldChange((hold: LegalHoldRequest) => ask(CALLS.placeLegalHold, { body: hold }))
}

export function useLiftLegalHold() {
  return useHoldChange((id: number) => call(CALLS.liftLegalHold, { params: { legal_hold_id: id } }))
}

function useHoldChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  // Also after a refusal: someone else may have lifted the hold that the page shows.
  return useMutation({ mutationFn: run, onSettled: () => client.invalidateQueries({ queryKey: [KEY] }) })
}
