import type { Caller } from '../../../domain/people/caller.ts'
import type { Call } from '../../route.ts'

type UserCall = Pick<Call, 'authorize'> & {
  readonly caller: Caller
  readonly params: { readonly user_id: number }
}

/** Whether a call is about the caller. @throws BellbuoyError `FORBIDDEN` when it is about others and needs a permission that is missing */
export async function assertOneself(
  { caller, params, authorize }: UserCall,
  permission: 'user:read' | 'user:update' = 'user:update',
): Promise<boolean> {
  if (caller.kind === 'user' && caller.user.id === params.user_id) return true
  await authorize(permission, null)
  return false
}
