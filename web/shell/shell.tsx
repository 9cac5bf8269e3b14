import {
  ActionIcon,
  Alert,
  Anchor,
  AppShell,
  Burger,
  Button,
  Group,
  Kbd,
  ScrollArea,
  Text,
} from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { Search, Unplug } from 'lucide-react'
import { Suspense, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { later } from '../api/client/later.tsx'
import { useReachable } from '../api/client/reachability.ts'
import logo from '../bellbuoy.svg'
import { Pages } from '../pages/pages.tsx'
import { useText } from '../text/text-provider.tsx'
import { AccountMenu } from './account-menu.tsx'
import { GlobalHoldBanner } from './global-hold-banner.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { Navigation } from './navigation.tsx'
import { SchemeToggle } from './scheme-toggle.tsx'

const CommandPalette = later(async () => (await import('./command-palette.tsx')).CommandPalette)

/** The frame of every page: header and navigation. */
export function Shell() {
  const t = useText()
  const isReachable = useReachable()
  const [isOpen, navigation] = useDisclosure(false)
  const [path] = useLocation()
  const { close } = navigation
  // Here and not in the palette, which loads a moment later.
  useHotkeys([
    ['mod+K', spotlight.open],
    ['/', spotlight.open],
  ])
  useEffect(() => close(), [path, close])
  useFocusOnPage(path)
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a href="#main" className="skip-link">
        {t.shell.skip}
      </a>
      <AppShell.Header className="surface">
        <Header isOpen={isOpen} onToggle={navigation.toggle} />
      </AppShell.Header>
      <AppShell.Navbar p="sm" className="surface" aria-label={t.shell.navigation}>
        <AppShell.Section grow component={ScrollArea}>
          <Navigation />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {!isReachable && (
          <Alert color="orange" icon={<Unplug size={18} />} title={t.shell.away} mb="md" role="status">
            {t.shell.awayHint}
          </Alert>
        )}
        <div className="page">
          <GlobalHoldBanner />
          <Pages />
        </div>
      </AppShell.Main>
      <Suspense>
        <CommandPalette />
      </Suspense>
    </AppShell>
  )
}

/** Gives the focus to a new page when what had it has gone with the page before. */
function useFocusOnPage(path: string): void {
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>('#main')?.focus({ preventScroll: true })
  }, [path])
}

function Header({ isOpen, onToggle }: { readonly isOpen: boolean; readonly onToggle: () => void }) {
  const t = useText()
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap">
      <Group gap="xs" wrap="nowrap">
        <Burger
          opened={isOpen}
          onClick={onToggle}
          hiddenFrom="md"
          size="sm"
          aria-label={isOpen ? t.shell.closeNavigation : t.shell.openNavigation}
          aria-expanded={isOpen}
        />
        <Anchor component={Link} href="/" underline="never" c="inherit" aria-label={t.shell.home}>
          <Group gap="xs" wrap="nowrap" component="span">
            <img src={logo} alt="" width={32} height={32} />
            <Text span fw={700} size="lg" visibleFrom="xs">
              Bellbuoy
            </Text>
          </Group>
        </Anchor>
      </Group>
      <Group gap={4} wrap="nowrap">
        <Button
          variant="default"
          visibleFrom="sm"
          leftSection={<Search size={16} />}
          rightSection={<Kbd size="xs">Ctrl K</Kbd>}
          onClick={spotlight.open}
          mr="xs"
        >
          {t.shell.search}
        </Button>
        <ActionIcon
          hiddenFrom="sm"
          variant="subtle"
          color="gray"
          size="lg"
          onClick={spotlight.open}
          aria-label={t.shell.search}
        >
          <Search size={18} />
        </ActionIcon>
        <LanguageMenu />
        <SchemeToggle />
        <AccountMenu />
      </Group>
    </Group>
  )
}
