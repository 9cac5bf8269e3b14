import { Anchor, Group } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import { Link } from 'wouter'

/** A link to the page above. */
export function BackLink({ to, label }: { readonly to: string; readonly label: string }) {
  return (
    <Anchor component={Link} href={to} fz="sm" mb="xs" display="inline-block">
      <Group gap={6} component="span">
        <ArrowLeft size={14} aria-hidden />
        {label}
      </Group>
    </Anchor>
  )
}
