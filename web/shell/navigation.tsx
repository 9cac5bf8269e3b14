import { NavLink, Text } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import { useMay } from '../api/session.ts'
import { useText } from '../text/text-provider.tsx'
import { NAVIGATION_ITEMS, type NavigationItem } from './navigation-items.ts'

export function Navigation() {
  const t = useText()
  const may = useMay(null)
  const allowed = NAVIGATION_ITEMS.filter(({ needs }) => needs === null || may(needs))
  const administration = allowed.filter(({ group }) => group === 'administration')
  return (
    <>
      {allowed
        .filter(({ group }) => group === 'work')
        .map((item) => (
          <ItemLink key={item.href} item={item} />
        ))}
      {administration.length > 0 && (
        <Text size="xs" fw={600} c="dimmed" mt="lg" mb={4} px="sm">
          {t.places.administration}
        </Text>
      )}
      {administration.map((item) => (
        <ItemLink key={item.href} item={item} />
      ))}
    </>
  )
}

function ItemLink({ item: { href, label, Icon, Badge } }: { readonly item: NavigationItem }) {
  const t = useText()
  const [path] = useLocation()
  const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
  return (
    <NavLink
      component={Link}
      href={href}
      label={label(t)}
      leftSection={<Icon size={18} aria-hidden />}
      rightSection={Badge && <Badge />}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      fw={isHere ? 600 : 400}
      mb={2}
      bdrs="md"
    />
  )
}
