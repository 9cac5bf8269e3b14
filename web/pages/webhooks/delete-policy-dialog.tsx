import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { countWaiting } from '../../api/history.ts'
import { useDeletePolicy } from '../../api/policies.ts'
import type { Scope } from '../../api/client/scope.ts'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { useText } from '../../text/text-provider.tsx'

interface DeletePolicyDialogProps {
  readonly scope: Scope
  readonly policy: Pick<PolicyResponse, 'id' | 'name'>
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Asks before it deletes a policy, with the number of deliveries that this stops. */
export function DeletePolicyDialog({ scope, policy, onClose, onDeleted }: DeletePolicyDialogProps) {
  const t = useText()
  const remove = useDeletePolicy(scope)
  const waiting = useQuery({
    queryKey: ['waiting', scope.key, policy.id],
    staleTime: 0,
    queryFn: () => countWaiting(scope, { policy_id: policy.id }),
  })
  return (
    <ConfirmDialog
      isOpen
      title={t.policy.deleteTitle(policy.name ?? '')}
      submit={t.deleteAction}
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(policy.id, { onSuccess: onDeleted })}
    >
      <Text aria-live="polite">
        {waiting.data ? t.policy.deleteSays(waiting.data.matched, waiting.data.more) : t.policy.counting}
      </Text>
    </ConfirmDialog>
  )
}
