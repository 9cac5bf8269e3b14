import { Anchor } from '@mantine/core'
import { Compass } from 'lucide-react'
import { Link } from 'wouter'
import { EmptyState } from '../parts/empty-state.tsx'
import { useText } from '../text/text-provider.tsx'

export function NotFoundPage() {
  const t = useText()
  return (
    <EmptyState Icon={Compass} title={t.notFound.title}>
      {t.notFound.says}{' '}
      <Anchor component={Link} href="/projects">
        {t.notFound.toProjects}
      </Anchor>
    </EmptyState>
  )
}
