/** The webhook API of the project `shop`, in which most tests of the API work. */
export const WEBHOOK = '/api/v2.0/projects/shop/webhook'
export const POLICIES = `${WEBHOOK}/policies`
/** The same in the API of Harbor 1.10. `shop` is the first project. */
export const LEGACY_WEBHOOK = '/api/projects/1/webhook'
