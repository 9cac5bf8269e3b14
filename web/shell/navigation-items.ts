import {
  Activity,
  BookOpen,
  Bot,
  Cable,
  FolderKanban,
  Inbox,
  type LucideIcon,
  ScanSearch,
  ScrollText,
  Send,
  Settings,
  Users,
  Waves,
  Webhook,
} from 'lucide-react'
import type { ComponentType } from 'react'
import type { Text } from '../text/english.ts'
import { NeedingBadge } from './needing-badge.tsx'

/** A page that the navigation and the command palette lead to. */
export interface NavigationItem {
  readonly href: string
  readonly label: (t: Text) => string
  readonly Icon: LucideIcon
  /** The permission that the page needs in the whole system; null: every user may open it. */
  readonly needs: string | null
  readonly group: 'work' | 'administration'
  /** Stands at the end of its line. */
  readonly Badge?: ComponentType
}

/** The pages of the navigation, in Harbor's order: projects and logs first, then administration. */
export const NAVIGATION_ITEMS: readonly NavigationItem[] = [
  item('/', (t) => t.places.overview, Activity, 'audit-log:list', 'work'),
  { ...item('/problems', (t) => t.places.problems, Inbox, 'audit-log:list', 'work'), Badge: NeedingBadge },
  item('/projects', (t) => t.places.projects, FolderKanban, null, 'work'),
  item('/webhooks', (t) => t.places.webhooks, Webhook, 'audit-log:list', 'work'),
  item('/events', (t) => t.places.events, Waves, 'audit-log:list', 'work'),
  item('/deliveries', (t) => t.places.deliveries, Send, 'audit-log:list', 'work'),
  item('/logs', (t) => t.places.logs, ScrollText, null, 'work'),
  item('/event-types', (t) => t.eventCatalogue.place, BookOpen, null, 'work'),
  item('/users', (t) => t.places.users, Users, 'user:list', 'administration'),
  item('/robots', (t) => t.places.robots, Bot, 'audit-log:list', 'administration'),
  item('/sources', (t) => t.places.sources, Cable, 'source:list', 'administration'),
  item('/scanners', (t) => t.places.scanners, ScanSearch, 'scanner:list', 'administration'),
  item('/configuration', (t) => t.places.configuration, Settings, 'configuration:read', 'administration'),
]

function item(
  href: string,
  label: NavigationItem['label'],
  Icon: LucideIcon,
  needs: string | null,
  group: NavigationItem['group'],
): NavigationItem {
  return { href, label, Icon, needs, group }
}
