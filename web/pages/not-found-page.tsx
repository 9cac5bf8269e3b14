import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import { PageHead } from '../parts/page-head.tsx'
import { useText } from '../text/text-provider.tsx'

export function NotFoundPage() {
  const t = useText()
  return (
    <>
      <PageHead title={t.notFound.title} says={t.notFound.says} />
      <Text>
        <Anchor component={Link} href="/projects">
          {t.notFound.toProjects}
        </Anchor>
      </Text>
    </>
  )
}
