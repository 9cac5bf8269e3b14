import { useMutation, useQuery } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { BodyOf } from '../../src/contract/api-call.ts'
import { ask, call } from './client/client.ts'

/** Who waits with a code; null asks nothing. */
export function useDeviceLogin(code: string | null) {
  return useQuery({
    queryKey: ['device-login', code],
    enabled: code !== null,
    // Once somebody has decided it is not there any more, and the page says how it ended.
    staleTime: Infinity,
    queryFn: () => ask(CALLS.getDeviceLogin, { params: { user_code: code ?? '' } }),
  })
}

export function useApproveDeviceLogin(code: string) {
  return useMutation({
    mutationFn: (token: BodyOf<typeof CALLS.approveDeviceLogin>) =>
      call(CALLS.approveDeviceLogin, { params: { user_code: code }, body: token }),
  })
}

export function useDenyDeviceLogin(code: string) {
  return useMutation({ mutationFn: () => call(CALLS.denyDeviceLogin, { params: { user_code: code } }) })
}
