/** Names in the table of settings. They stand alone, so that the writer's thread reads one without loading Kysely. */
export const NOTIFICATIONS_ENABLED = 'notification_enable'
export const SERVICE_CLOCK = 'service_clock'
/** The number that the next delivery has at least, on SQLite: a restored database leaves those out that were given out after its backup. */
export const DELIVERY_FLOOR = 'delivery_floor'
export const QUOTA_WARNING_PERCENT = 'quota_warning_percent'
/** No event below this number need be there any more: those that are not were removed. */
export const EVENTS_REMOVED_BELOW = 'events_removed_below'
/** Up to when changes of figures were looked for. */
export const FIGURES_LOOKED_AT = 'figures_looked_at'
/** What the last check of the account leaves to the next one, as JSON. */
export const ACCOUNT_CHECK = 'account_check'
/** `keep`: limits of the retention that nobody has set count for nothing. */
export const RETENTION_UNLESS_SET = 'retention_unless_set'
/** What configuration as code has made of the system. */
export const APPLIED = 'applied'
