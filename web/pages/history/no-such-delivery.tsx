import { Anchor } from '@mantine/core'
import { SearchX } from 'lucide-react'
import { Link } from 'wouter'
import { ApiFailure } from '../../api/client/client.ts'
import type { Scope } from '../../api/client/scope.ts'
import { EmptyState } from '../../parts/lists/empty-state.tsx'
import { useText } from '../../text/text-provider.tsx'

/** Takes the place of a delivery that is not there. */
export function NoSuchDelivery({ scope }: { readonly scope: Scope }) {
  const t = useText()
  return (
    <EmptyState Icon={SearchX} title={t.lists.noSuchDelivery}>
      {t.lists.noSuchDeliverySays}{' '}
      <Anchor component={Link} underline="always" href={`${scope.page}/deliveries`}>
        {t.places.deliveries}
      </Anchor>
    </EmptyState>
  )
}

/** Whether an answer says that what was asked for is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 404
}
