import type { ReactNode } from 'react'
import classes from './facts.module.css'

/** What is known of a thing: names and values. */
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
