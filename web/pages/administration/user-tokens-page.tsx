import { useUserById } from '../../api/users.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { AccessTokenList } from '../account/access-token-list.tsx'

/** The access tokens of a user, for system admins. */
export function UserTokensPage({ id }: { readonly id: number }) {
  const t = useText()
  const { data: user } = useUserById(id)
  return (
    <>
      <BackLink to="/users" label={t.places.users} />
      <PageHead title={t.accessTokens.titleOf(user?.username ?? '')} says={t.accessTokens.saysOfOthers} />
      <AccessTokenList userId={id} />
    </>
  )
}
