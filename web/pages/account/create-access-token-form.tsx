import { useState } from 'react'
import { useCreateAccessToken } from '../../api/access-tokens.ts'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import type { ShownSecret } from '../../parts/dialogs/secret-dialog.tsx'
import type { FaultsOfFields } from '../../parts/fields/field-faults.ts'
import { NameInput } from '../../parts/fields/name-input.tsx'
import { useText } from '../../text/text-provider.tsx'
import { type ChosenLimits, limitsOf } from './token-limits.ts'
import { type TokenExtent, TokenFields } from './token-fields.tsx'

/** How the server speaks of the fields. */
const TOKEN_FAULTS: FaultsOfFields = [[/name of an access token|another access token/, 'name']]
const MANAGEABLE: ChosenLimits = { isReadOnly: false, projects: null }

interface CreateAccessTokenFormProps {
  readonly onClose: () => void
  readonly onCreated: (secret: ShownSecret) => void
}

export function CreateAccessTokenForm({ onClose, onCreated }: CreateAccessTokenFormProps) {
  const t = useText()
  const create = useCreateAccessToken()
  const [name, setName] = useState('')
  const [extent, setExtent] = useState<TokenExtent>({ days: 30, limits: MANAGEABLE })
  const submit = (): void => {
    const permissions = limitsOf(extent.limits)
    const token = { name, duration: extent.days, ...(permissions !== undefined && { permissions }) }
    create.mutate(token, { onSuccess: onCreated })
  }
  return (
    <DialogForm
      submit={t.create}
      isBusy={create.isPending}
      isDisabled={extent.limits.projects?.length === 0}
      faults={TOKEN_FAULTS}
      error={create.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NameInput description={t.accessTokens.nameHint} value={name} onChange={setName} />
      <TokenFields extent={extent} onChange={setExtent} />
    </DialogForm>
  )
}
