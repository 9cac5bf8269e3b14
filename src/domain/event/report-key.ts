/** By it a second report of an event is recognised, among all that its source has reported. */
export interface ReportKey {
  readonly sourceEventId: string
  /** 0 where the source may report the same event with another time. */
  readonly reportedAtMs: number
}

export function reportKeyOf({
  sourceEventId,
  reportedAtMs = 0,
}: Pick<ReportKey, 'sourceEventId'> & Partial<ReportKey>): ReportKey {
  return { sourceEventId, reportedAtMs }
}
