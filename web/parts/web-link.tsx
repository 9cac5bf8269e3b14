import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'

/** A link to an address that a scanner or another stranger wrote. One that leads to no web page is only its text. */
export function WebLink({
  href,
  children,
}: {
  readonly href: string | undefined
  readonly children: ReactNode
}) {
  if (href === undefined || !/^https?:\/\//i.test(href)) return children
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" underline="always">
      {children}
    </Anchor>
  )
}
