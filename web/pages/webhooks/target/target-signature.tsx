import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { PolicyResponse, TargetResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { useMay } from '../../../api/session.ts'
import { useTargetKinds } from '../../../api/target-kinds.ts'
import { CopyIcon } from '../../../parts/copy-block.tsx'
import { SecretDialog } from '../../../parts/dialogs/secret-dialog.tsx'
import { exactTime } from '../../../parts/time/time-text.ts'
import { useNow } from '../../../parts/time/use-now.ts'
import { useLanguage, useText } from '../../../text/text-provider.tsx'
import { type NewSecret, RotateSecretDialog } from './rotate-secret-dialog.tsx'
import { type Signature, signatureOf } from './signature.ts'
import { StopSigningDialog } from './stop-signing-dialog.tsx'

interface TargetSignatureProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  readonly target: TargetResponse
}

/** How a target signs its requests, with buttons to change it, if its kind supports signatures. */
export function TargetSignature({ scope, policy, target }: TargetSignatureProps) {
  const t = useText()
  const may = useMay(scope.project?.id ?? null)
  const kinds = useTargetKinds()
  const signature = signatureOf(target, useNow())
  const [doing, setDoing] = useState<'rotate' | 'stop' | null>(null)
  const [made, setMade] = useState<NewSecret | null>(null)
  const kind = kinds.data?.find(({ type }) => type === target.type)
  if (kind?.options_schema.properties?.['signing'] === undefined) return null
  const close = (): void => setDoing(null)
  const about = { scope, policy, target, signature, onClose: close }
  return (
    <Stack gap={6}>
      <SignatureText signature={signature} />
      {may('notification-policy:update') && (
        <Group gap="xs">
          <Button variant="default" size="compact-sm" onClick={() => setDoing('rotate')}>
            {signature === null ? t.signing.start : t.signing.rotate}
          </Button>
          {signature !== null && (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setDoing('stop')}>
              {t.signing.stop}
            </Button>
          )}
        </Group>
      )}
      {doing === 'rotate' && (
        <RotateSecretDialog
          {...about}
          onMade={(secret) => {
            close()
            setMade(secret)
          }}
        />
      )}
      {doing === 'stop' && <StopSigningDialog {...about} />}
      <SecretDialog
        secret={made === null ? null : { name: policy.name ?? target.address, secret: made.secret }}
        onClose={() => setMade(null)}
      >
        {made && <NewSecretFacts made={made} />}
      </SecretDialog>
    </Stack>
  )
}

function SignatureText({ signature }: { readonly signature: Signature | null }) {
  const t = useText()
  const { language } = useLanguage()
  if (signature === null)
    return (
      <Text size="sm" c="dimmed">
        {t.signing.none}
      </Text>
    )
  const { scheme, publicKey, formerUntil } = signature
  return (
    <>
      <Text size="sm">{t.signing.by(t.signing.schemes[scheme])}</Text>
      {publicKey !== null && <PublicKey publicKey={publicKey} />}
      {formerUntil !== null && (
        <Text size="sm" c="dimmed">
          {t.signing.formerUntil(exactTime(formerUntil, language))}
        </Text>
      )}
    </>
  )
}

function PublicKey({ publicKey }: { readonly publicKey: string }) {
  const t = useText()
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" className="path">
        {t.signing.publicKey} <code>{publicKey}</code>
      </Text>
      <CopyIcon content={publicKey} />
    </Group>
  )
}

/** The facts that a receiver needs to use a new secret. */
function NewSecretFacts({ made }: { readonly made: NewSecret }) {
  const t = useText()
  const { language } = useLanguage()
  return (
    <Stack gap="xs">
      {made.public_key !== undefined && <PublicKey publicKey={made.public_key} />}
      {made.former_valid_until !== undefined && (
        <Text>{t.signing.formerUntil(exactTime(made.former_valid_until, language))}</Text>
      )}
      <Text size="sm" c="dimmed">
        {t.signing.verify} <code>docs/signatures.md</code>
      </Text>
    </Stack>
  )
}
