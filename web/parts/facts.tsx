import type { ReactNode } from 'react'
import classes from './facts.module.css'

/** Facts about something: names and values. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes['fact']}>
          <dt>{name}</dt>
          <dd className="path">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
