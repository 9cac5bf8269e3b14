import type { Clock } from '../domain/clock.ts'
import type {
  ScanRound,
  ScanSchedule,
  ScanSchedules,
  ScheduledImage,
} from '../domain/scanning/scan-schedule.ts'
import type { ScanJobs, ScanOrder, Scanners } from '../domain/scanning/scanner.ts'
import type { Log } from '../log.ts'
import { type BackgroundWork, createBackgroundWork } from './background-work.ts'
import type { ScanDuty } from './scan-duty.ts'

export interface SchedulerParts {
  readonly schedules: ScanSchedules
  readonly scanners: Pick<Scanners, 'inUse'>
  readonly jobs: Pick<ScanJobs, 'pushed'>
  readonly order: (order: ScanOrder) => Promise<unknown>
  readonly duty: Pick<ScanDuty, 'only'>
  readonly clock: Clock
  readonly log: Pick<Log, 'backgroundFailed'>
}

/** Less than scans carry out at a time, so that a push or a request never waits behind a round. */
const AT_A_TIME = 4

/**
 * Orders the scans of projects that are scanned on a schedule, a few at a time. The progress of a round is stored after its
 * orders. The cause of an order names its round, so an order that is repeated after a kill is the same scan.
 */
export function createScheduler(parts: SchedulerParts): BackgroundWork {
  const { schedules, duty, clock, log } = parts
  return createBackgroundWork({
    clock,
    onFault: (error) => log.backgroundFailed({ doing: 'order scans on a schedule' }, error),
    work: duty.only(async () => {
      const all = await schedules.list()
      let nextAtMs = Infinity
      for (const schedule of all) nextAtMs = Math.min(nextAtMs, await continueRound(schedule, parts))
      return nextAtMs - clock.now()
    }),
  })
}

/** @returns when its next round begins; `Infinity` while this one waits for scans to end, or for a scanner */
async function continueRound(
  { project, intervalMs, round: last }: ScanSchedule,
  parts: SchedulerParts,
): Promise<number> {
  const { schedules, scanners, jobs, order, clock } = parts
  const round = roundOf(last, intervalMs, clock.now())
  const nextAtMs = round.startedAtMs + intervalMs
  if (round.isOver) return nextAtMs
  // Without a scanner the scan of every image would fail; the round waits for one.
  if ((await scanners.inUse(project.name)) === null) return Infinity
  const room = AT_A_TIME - (await schedules.underWay())
  if (room <= 0) return Infinity
  const images = await schedules.images(project.id, round.after, room)
  for (const image of images) {
    const { registryHost = '' } = (await jobs.pushed(image.repository, image.tag)) ?? {}
    await order({ ...orderOf(image, round), project: project.name, registryHost })
  }
  const isOver = images.length < room
  const { repository, digest } = images.at(-1) ?? round.after ?? {}
  const after = repository === undefined || digest === undefined ? null : { repository, digest }
  await schedules.setRound(project.id, { ...round, after, isOver })
  if (!isOver) return Infinity
  await schedules.forget(project.name, round.startedAtMs - intervalMs)
  return nextAtMs
}

/** The round to continue: the last one, or a new one when that is over and the next is due. */
function roundOf(last: ScanRound | null, intervalMs: number, nowMs: number): ScanRound {
  const atStart = { after: null, isOver: false }
  if (last === null) return { startedAtMs: nowMs, ...atStart }
  const intervals = Math.floor((nowMs - last.startedAtMs) / intervalMs)
  if (!last.isOver || intervals < 1) return last
  // Rounds that were missed are skipped.
  return { startedAtMs: last.startedAtMs + intervals * intervalMs, ...atStart }
}

function orderOf(
  { repository, tag, digest, mediaType }: ScheduledImage,
  { startedAtMs }: ScanRound,
): Omit<ScanOrder, 'project' | 'registryHost'> {
  return {
    cause: `schedule ${startedAtMs} ${repository}@${digest}`,
    repository,
    tag,
    digest,
    mediaType,
    operator: 'harbor-jobservice',
    actorKind: 'system',
    trigger: 'schedule',
  }
}
