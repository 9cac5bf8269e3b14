import { FIGURES, type Figures } from '../../domain/figures/figures.ts'
import type { WaitCounts } from '../../domain/figures/waits.ts'
import type { HourTable } from './hour-tables.ts'

export function figuresIn(row: Omit<HourTable, 'counted_at'>): Figures {
  const counts = Object.fromEntries(FIGURES.map((name) => [name, row[name]]))
  return {
    ...(counts as Record<(typeof FIGURES)[number], number>),
    waits: JSON.parse(row.waits_json) as WaitCounts,
  }
}

export function hourRow(
  key: Pick<HourTable, 'project_id' | 'hour_at' | 'removed' | 'counted_at'>,
  figures: Figures,
): HourTable {
  const { project_id, hour_at, removed, counted_at } = key
  const counts = Object.fromEntries(FIGURES.map((name) => [name, figures[name]]))
  return {
    project_id,
    hour_at,
    removed,
    counted_at,
    ...(counts as Record<(typeof FIGURES)[number], number>),
    waits_json: JSON.stringify(figures.waits),
  }
}
