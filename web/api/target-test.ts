import { useMutation } from '@tanstack/react-query'
import type { BodyOf, DeepReadonly } from '../../src/contract/api-call.ts'
import * as CALLS from '../../src/contract/calls.ts'
import { ask } from './client/client.ts'
import { type Scope, inScope } from './client/scope.ts'

type TargetTestRequest = DeepReadonly<BodyOf<typeof CALLS.testUnsavedTarget.inSystem>>

/** Sends a sample event to a target, saved or not. */
export function useTargetTest(scope: Scope) {
  return useMutation({
    mutationFn: (request: TargetTestRequest) =>
      ask(inScope(CALLS.testUnsavedTarget, scope), { body: request }),
  })
}
