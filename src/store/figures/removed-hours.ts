import { isRecovered } from '../../domain/delivery/delivery-state.ts'
import {
  type AlikeDeliveries,
  type Figures,
  NO_FIGURES,
  addFigures,
  withDeliveries,
} from '../../domain/figures/figures.ts'
import { HOUR_MS, hourOf } from '../../domain/figures/hour-figures.ts'
import { waitClassOf } from '../../domain/figures/waits.ts'
import { figuresIn, hourRow } from './hour-rows.ts'
import { ALL_PROJECTS, type HourTable } from './hour-tables.ts'

/** What of a delivery its figures are about. */
interface EndedDelivery {
  readonly state: string
  readonly redelivered_as: number | null
  readonly created_at: number
  readonly ended_at: number | null
}

/** Adds up the figures of deliveries that are removed, so that those of their hours stay whole. */
export class RemovedHours {
  readonly #figures = new Map<number, Map<number, Figures>>()

  add(projectId: number, delivery: EndedDelivery): void {
    const hourAt = hourOf(delivery.created_at)
    const ofHour = this.#figures.get(hourAt) ?? new Map<number, Figures>()
    this.#figures.set(hourAt, ofHour)
    for (const project of [ALL_PROJECTS, projectId])
      ofHour.set(project, withDeliveries(ofHour.get(project) ?? NO_FIGURES, alike(delivery)))
  }

  get rows(): readonly HourTable[] {
    return [...this.#figures].flatMap(([hour_at, ofHour]) =>
      [...ofHour].map(([project_id, figures]) =>
        hourRow({ project_id, hour_at, removed: 1, counted_at: hour_at + HOUR_MS }, figures),
      ),
    )
  }
}

/** The figures of an hour with those of more deliveries that are removed. */
export function addRow(known: HourTable | undefined, row: HourTable): HourTable {
  return known === undefined ? row : hourRow(row, addFigures(figuresIn(known), figuresIn(row)))
}

function alike({ state, redelivered_as, created_at, ended_at }: EndedDelivery): AlikeDeliveries {
  const isDelivered = state === 'success' && ended_at !== null
  return {
    count: 1,
    outcome: outcomeOf(state, redelivered_as),
    waitClass: isDelivered ? waitClassOf(ended_at - created_at) : null,
  }
}

function outcomeOf(state: string, redeliveredAs: number | null): AlikeDeliveries['outcome'] {
  if (isRecovered({ state, redeliveredAs })) return 'redelivered'
  if (state === 'success') return 'delivered'
  if (state === 'error') return 'failed'
  if (state === 'stopped' || state === 'expired') return state
  return 'pending'
}
