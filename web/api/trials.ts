import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { FilterDryRunResponse } from '../../src/contract/webhooks/filter-dry-run.ts'
import { change, get } from './client.ts'
import type { Scope } from './scope.ts'

/** What a kind of target takes, as a JSON Schema; fields that are secrets are `writeOnly`. */
export interface TargetKindInfo {
  readonly type: string
  readonly payload_formats: readonly string[]
  readonly options_schema?: OptionsSchema
}
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

/** Kinds of targets, and what each takes. */
export function useTargetKinds() {
  return useQuery({
    queryKey: ['target-kinds'],
    staleTime: Infinity,
    retry: false,
    queryFn: () => get<readonly TargetKindInfo[]>('/target-kinds'),
  })
}

export interface TestAnswer {
  readonly success: boolean
  readonly duration_ms: number
  readonly phases?: Readonly<Record<string, number>>
  readonly request?: { readonly line: string; readonly headers: Headers; readonly body: string }
  readonly response?: {
    readonly status: number
    readonly headers: Headers
    readonly body: string
    readonly truncated: boolean
  }
  readonly error?: { readonly code: string; readonly text: string }
}
type Headers = Readonly<Record<string, string | readonly string[]>>

export interface TestRequest {
  readonly target: object
  readonly event_type: string
  /** A stored target, whose secrets are taken where none are given. */
  readonly target_id?: number
}

/** Sends a made-up event to a target, saved or not. */
export function useTestTarget(scope: Scope) {
  return useMutation({
    mutationFn: (request: TestRequest) =>
      change<TestAnswer>('POST', `${scope.api}/targets/test`, request).then(({ body }) => body),
  })
}

export interface PreviewAnswer {
  readonly content_type: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  readonly warnings: readonly string[]
}

/** The exact body that a target would get for an event of a type. */
export function usePreview(scope: Scope, request: { readonly event_type: string; readonly target: object }) {
  return useQuery({
    queryKey: ['preview', scope.api, request],
    enabled: request.event_type !== '',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
    queryFn: () =>
      change<PreviewAnswer>('POST', `${scope.api}/payload-preview`, request).then(({ body }) => body),
  })
}

/** What a policy would have said of the newest events. */
export function useDryRun(
  scope: Scope,
  request: { readonly event_types: readonly string[]; readonly filter: object },
) {
  return useQuery({
    queryKey: ['dry-run', scope.api, request],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: () =>
      change<Static<typeof FilterDryRunResponse>>('POST', `${scope.api}/filters/dry-run`, request).then(
        ({ body }) => body,
      ),
  })
}
