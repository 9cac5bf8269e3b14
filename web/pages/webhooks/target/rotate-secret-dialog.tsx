import { Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { TargetResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { SigningSecretResponse } from '../../../../src/contract/webhooks/target.ts'
import { useRotateSecret } from '../../../api/policies.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { Breakable } from '../../../parts/breakable.tsx'
import { Dialog } from '../../../parts/dialogs/dialog.tsx'
import { DialogForm } from '../../../parts/dialogs/dialog-form.tsx'
import { exactTime } from '../../../parts/time/time-text.ts'
import { useLanguage, useText } from '../../../text/text-provider.tsx'
import { SCHEMES, type Scheme, type Signature } from './signature.ts'

export type NewSecret = SigningSecretResponse

interface RotateSecretDialogProps {
  readonly scope: Scope
  readonly target: TargetResponse
  /** How it signs now. */
  readonly signature: Signature | null
  readonly onClose: () => void
  readonly onMade: (secret: NewSecret) => void
}

/** Creates or rotates the signing secret of a target, and explains what that means for its receiver. */
export function RotateSecretDialog({ scope, target, signature, onClose, onMade }: RotateSecretDialogProps) {
  const t = useText()
  const { language } = useLanguage()
  const rotate = useRotateSecret(scope)
  const [scheme, setScheme] = useState<Scheme>(signature?.scheme ?? 'v1')
  const isFirst = signature === null
  const formerUntil = signature?.formerUntil ?? null
  return (
    <Dialog opened onClose={onClose} title={isFirst ? t.signing.startTitle : t.signing.rotateTitle} size="lg">
      <DialogForm
        submit={isFirst ? t.signing.startSubmit : t.signing.rotate}
        isBusy={rotate.isPending}
        error={rotate.error}
        onSubmit={() => rotate.mutate({ id: target.id, scheme }, { onSuccess: onMade })}
        onCancel={onClose}
      >
        <Text fw={600}>
          <Breakable text={target.address} />
        </Text>
        <Text>{isFirst ? t.signing.startSays : t.signing.rotateSays}</Text>
        {formerUntil !== null && <Text>{t.signing.formerEnds(exactTime(formerUntil, language))}</Text>}
        <Radio.Group label={t.signing.scheme} value={scheme} onChange={(value) => setScheme(value)}>
          <Stack gap="xs" mt="xs">
            {SCHEMES.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t.signing.schemes[one]}
                description={t.signing.schemeHints[one]}
              />
            ))}
          </Stack>
        </Radio.Group>
      </DialogForm>
    </Dialog>
  )
}
