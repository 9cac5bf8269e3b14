import { useQuery } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { TargetKindResponse } from '../../src/contract/webhooks/target-kind.ts'
import { ask } from './client/client.ts'

/** The options of a kind of target, as a JSON Schema; fields that are secrets are `writeOnly`. */
export interface OptionsSchema {
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, OptionSchema>>
}
export interface OptionSchema extends OptionsSchema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly writeOnly?: boolean
  /** The server says it; nobody writes it. */
  readonly readOnly?: boolean
  /** Of names that the reader chooses. */
  readonly additionalProperties?: OptionSchema
  readonly enum?: readonly string[]
  readonly anyOf?: readonly { readonly const?: string }[]
  readonly default?: unknown
}
export interface TargetKind extends Omit<TargetKindResponse, 'options_schema'> {
  readonly options_schema: OptionsSchema
}

/** The kinds of targets with their options. */
export function useTargetKinds() {
  return useQuery({
    queryKey: ['target-kinds'],
    staleTime: Infinity,
    retry: false,
    queryFn: (): Promise<readonly TargetKind[]> => ask(CALLS.listTargetKinds),
  })
}
