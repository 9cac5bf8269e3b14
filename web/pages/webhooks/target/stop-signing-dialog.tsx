import { Text } from '@mantine/core'
import type { PolicyResponse, TargetResponse } from '../../../../src/contract/webhooks/policy.ts'
import { useChangePolicy } from '../../../api/policies.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { Breakable } from '../../../parts/breakable.tsx'
import { ConfirmDialog } from '../../../parts/dialogs/confirm-dialog.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { policyFormOf, policyRequestOf, withoutSigning } from '../policy-form.ts'

interface StopSigningDialogProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  readonly target: TargetResponse
  readonly onClose: () => void
}

/** Asks before a target sends without signatures. */
export function StopSigningDialog({ scope, policy, target, onClose }: StopSigningDialogProps) {
  const t = useText()
  const save = useChangePolicy(scope)
  const confirm = (): void =>
    save.mutate(
      {
        id: policy.id,
        change: (stored) => policyRequestOf(withoutSigning(policyFormOf(stored), target.id)),
      },
      { onSuccess: onClose },
    )
  return (
    <ConfirmDialog
      isOpen
      title={t.signing.stopTitle}
      submit={t.signing.stop}
      isBusy={save.isPending}
      error={save.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      <Text fw={600} mb="xs">
        <Breakable text={target.address} />
      </Text>
      <Text>{t.signing.stopSays}</Text>
    </ConfirmDialog>
  )
}
