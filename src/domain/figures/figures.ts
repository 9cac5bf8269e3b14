import { type WaitCounts, addWaits } from './waits.ts'

/** What becomes of a delivery, as figures count it. What failed or expired and was sent again is `redelivered`, and no failure any more. */
export const FIGURES = [
  'accepted',
  'delivered',
  'failed',
  'stopped',
  'expired',
  'redelivered',
  'pending',
] as const

/** How the deliveries went that were created within one span of time: `accepted` is the sum of all others. */
export interface Figures extends Readonly<Record<(typeof FIGURES)[number], number>> {
  /** From accepted to delivered, retries and waits included. */
  readonly waits: WaitCounts
}

/** Deliveries that went alike. */
export interface AlikeDeliveries {
  readonly count: number
  readonly outcome: Exclude<(typeof FIGURES)[number], 'accepted'>
  /** Of those that were delivered: the number of the class of their wait. */
  readonly waitClass: number | null
}

export const NO_FIGURES: Figures = {
  accepted: 0,
  delivered: 0,
  failed: 0,
  stopped: 0,
  expired: 0,
  redelivered: 0,
  pending: 0,
  waits: {},
}

export function addFigures(one: Figures, other: Figures): Figures {
  const sums = Object.fromEntries(FIGURES.map((name) => [name, one[name] + other[name]]))
  return { ...(sums as Record<(typeof FIGURES)[number], number>), waits: addWaits(one.waits, other.waits) }
}

/** The figures with some more deliveries in them. */
export function withDeliveries(figures: Figures, { count, outcome, waitClass }: AlikeDeliveries): Figures {
  return {
    ...figures,
    accepted: figures.accepted + count,
    [outcome]: figures[outcome] + count,
    waits: waitClass === null ? figures.waits : addWaits(figures.waits, { [waitClass]: count }),
  }
}
