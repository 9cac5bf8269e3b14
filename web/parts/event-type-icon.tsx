import {
  ArrowDownToLine,
  ArrowUpFromLine,
  Bell,
  CircleHelp,
  Copy,
  Gauge,
  type LucideIcon,
  ScanSearch,
  Tag,
  Timer,
  Trash2,
} from 'lucide-react'
import { type EventType, isEventType } from '../../src/contract/event-type.ts'
import { useText } from '../text/text-provider.tsx'
import { eventTypeText } from './event-type-label.tsx'

const ICONS: Readonly<Record<EventType, LucideIcon>> = {
  PUSH_ARTIFACT: ArrowUpFromLine,
  PULL_ARTIFACT: ArrowDownToLine,
  DELETE_ARTIFACT: Trash2,
  CREATE_TAG: Tag,
  DELETE_TAG: Trash2,
  DELETE_REPOSITORY: Trash2,
  UPLOAD_CHART: ArrowUpFromLine,
  DOWNLOAD_CHART: ArrowDownToLine,
  DELETE_CHART: Trash2,
  SCANNING_COMPLETED: ScanSearch,
  SCANNING_FAILED: ScanSearch,
  SCANNING_STOPPED: ScanSearch,
  QUOTA_EXCEED: Gauge,
  QUOTA_WARNING: Gauge,
  REPLICATION: Copy,
  TAG_RETENTION: Timer,
  TARGET_FAILING: Bell,
  TARGET_RECOVERED: Bell,
  SOURCE_REFUSED: Bell,
  SOURCE_SILENT: Bell,
  SOURCE_RECOVERED: Bell,
}

/** The kind of an event. Beside it stands what the event is about; pointing at it names the type. */
export function EventTypeIcon({ type }: { readonly type: string }) {
  const t = useText()
  const Icon = isEventType(type) ? ICONS[type] : CircleHelp
  return (
    <span title={eventTypeText(type, t)} className="event-type-icon">
      <Icon size={14} strokeWidth={1.75} aria-hidden />
    </span>
  )
}
