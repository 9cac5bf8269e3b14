import { Badge, Stack, Text } from '@mantine/core'
import { KeyRound, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { AccessTokenResponse } from '../../../src/contract/people/access-token.ts'
import { useAccessTokens, useRevokeAccessToken } from '../../api/access-tokens.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { ListCard } from '../../parts/lists/list-card.tsx'
import { type Column, RowTable } from '../../parts/lists/row-table.tsx'
import { useListPosition } from '../../parts/lists/use-list-position.ts'
import { Time } from '../../parts/time/time.tsx'
import type { Text as Words } from '../../text/english.ts'
import { useText } from '../../text/text-provider.tsx'
import { limitWords } from './token-limits.ts'

/** Access tokens of a user, or (null) one's own. */
export function AccessTokenList({ userId }: { readonly userId: number | null }) {
  const t = useText()
  const { page, toPage, asked } = useListPosition()
  const tokens = useAccessTokens(userId, asked)
  const hint = userId === null ? t.accessTokens.noneHint : t.accessTokens.noneOfOthers
  return (
    <ListCard
      query={tokens}
      position={{ page, toPage }}
      empty={{ Icon: KeyRound, title: t.accessTokens.none, hint }}
    >
      {(rows) => <AccessTokenTable tokens={rows} userId={userId} />}
    </ListCard>
  )
}

interface AccessTokenTableProps {
  readonly tokens: readonly AccessTokenResponse[]
  readonly userId: number | null
}

function AccessTokenTable({ tokens, userId }: AccessTokenTableProps) {
  const t = useText()
  const revoke = useRevokeAccessToken(userId)
  const [going, setGoing] = useState<AccessTokenResponse | null>(null)
  const close = (): void => setGoing(null)
  return (
    <>
      <RowTable
        rows={tokens}
        keyOf={({ id }) => id}
        columns={columnsIn(t)}
        actions={(token) => ({
          of: token.name,
          actions: [
            { label: t.accessTokens.revoke, Icon: Trash2, isDangerous: true, run: () => setGoing(token) },
          ],
        })}
      />
      <ConfirmDialog
        isOpen={going !== null}
        title={t.accessTokens.revokeTitle(going?.name ?? '')}
        submit={t.accessTokens.revoke}
        isBusy={revoke.isPending}
        error={revoke.error}
        onClose={close}
        onConfirm={() => going && revoke.mutate(going.id, { onSuccess: close })}
      >
        {t.accessTokens.revokeSays}
      </ConfirmDialog>
    </>
  )
}

function columnsIn(t: Words): readonly Column<AccessTokenResponse>[] {
  return [
    { label: t.name, isName: true, show: ({ name }) => name },
    {
      label: t.accessTokens.limits,
      show: ({ permissions }) => <Limits words={limitWords(permissions, t)} />,
    },
    { label: t.created, show: ({ created_at }) => <Time at={created_at} /> },
    { label: t.accessTokens.expires, show: (token) => <Expiry token={token} /> },
    {
      label: t.accessTokens.lastUsed,
      show: ({ last_used_at }) => (last_used_at === undefined ? t.never : <Time at={last_used_at} />),
    },
  ]
}

function Limits({ words }: { readonly words: readonly string[] }) {
  return (
    <Stack gap={0}>
      {words.map((limit) => (
        <Text key={limit} size="sm">
          <Breakable text={limit} />
        </Text>
      ))}
    </Stack>
  )
}

function Expiry({ token: { expires_at, expired } }: { readonly token: AccessTokenResponse }) {
  const t = useText()
  if (expires_at === undefined) return t.neverExpires
  return (
    <>
      <Time at={expires_at} /> {expired && <Badge color="gray">{t.accessTokens.expired}</Badge>}
    </>
  )
}
