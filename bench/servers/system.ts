export const SYSTEMS = ['relay', 'bellbuoy'] as const
export type System = (typeof SYSTEMS)[number]
