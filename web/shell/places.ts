import {
  Activity,
  Bot,
  Cable,
  FolderKanban,
  Globe,
  type LucideIcon,
  ScanSearch,
  ScrollText,
  Send,
  Settings,
  Users,
  Waves,
} from 'lucide-react'
import type { Text } from '../text/english.ts'

export interface Place {
  readonly href: string
  readonly label: (t: Text) => string
  readonly Icon: LucideIcon
  /** What a caller must be allowed to in the whole system; null: everyone may go there. */
  readonly needs: string | null
  readonly group: 'work' | 'administration'
}

/** Where one can go, as Harbor has it: projects and logs first, then administration. */
export const PLACES: readonly Place[] = [
  place('/', (t) => t.places.overview, Activity, 'audit-log:list', 'work'),
  place('/projects', (t) => t.places.projects, FolderKanban, null, 'work'),
  place('/events', (t) => t.places.events, Waves, 'audit-log:list', 'work'),
  place('/deliveries', (t) => t.places.deliveries, Send, 'audit-log:list', 'work'),
  place('/logs', (t) => t.places.logs, ScrollText, 'audit-log:list', 'work'),
  place('/users', (t) => t.places.users, Users, 'user:list', 'administration'),
  place('/robots', (t) => t.places.robots, Bot, 'audit-log:list', 'administration'),
  place('/sources', (t) => t.places.sources, Cable, 'source:list', 'administration'),
  place('/scanners', (t) => t.places.scanners, ScanSearch, 'scanner:list', 'administration'),
  place('/webhooks', (t) => t.places.globalWebhooks, Globe, 'configuration:read', 'administration'),
  place('/configuration', (t) => t.places.configuration, Settings, 'configuration:read', 'administration'),
]

function place(
  href: string,
  label: Place['label'],
  Icon: LucideIcon,
  needs: string | null,
  group: Place['group'],
): Place {
  return { href, label, Icon, needs, group }
}
