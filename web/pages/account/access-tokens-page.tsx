import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { SecretDialog, type ShownSecret } from '../../parts/dialogs/secret-dialog.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { AccessTokenList } from './access-token-list.tsx'
import { CreateAccessTokenForm } from './create-access-token-form.tsx'

/** One's own access tokens. */
export function AccessTokensPage() {
  const t = useText()
  const [isCreating, setCreating] = useState(false)
  const [secret, setSecret] = useState<ShownSecret | null>(null)
  return (
    <>
      <PageHead title={t.accessTokens.title} says={t.accessTokens.says}>
        <Button leftSection={<Plus size={16} />} onClick={() => setCreating(true)}>
          {t.accessTokens.create}
        </Button>
      </PageHead>
      <AccessTokenList userId={null} />
      <Dialog opened={isCreating} onClose={() => setCreating(false)} title={t.accessTokens.create}>
        <CreateAccessTokenForm
          onClose={() => setCreating(false)}
          onCreated={(made) => {
            setCreating(false)
            setSecret(made)
          }}
        />
      </Dialog>
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </>
  )
}
