/** Whether a legal hold keeps the event `e`; a condition for either database. */
export const ON_LEGAL_HOLD = `exists (select 1 from legal_hold h where h.lifted_at is null
  and (h.project_id is null or h.project_id = e.project_id) and (h.event_id is null or h.event_id = e.id)
  and (h.from_at is null or e.accepted_at >= h.from_at) and (h.until_at is null or e.accepted_at < h.until_at))` as const
