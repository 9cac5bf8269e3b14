import type { OptionsSchema } from '../../../../api/target-kinds.ts'
import type { TargetForm } from '../../policy-form.ts'

/** The ways to log in that are options of the target. */
export const OPTION_LOGINS = ['bearer', 'basic', 'oauth2'] as const
export type OptionLogin = (typeof OPTION_LOGINS)[number]

export type Login = TargetForm['authentication'] | OptionLogin

/** How requests to a target log in, wherever the API keeps it. */
export function loginOf({ options, authentication }: Pick<TargetForm, 'options' | 'authentication'>): Login {
  return OPTION_LOGINS.find((login) => options[login] !== undefined) ?? authentication
}

/** The ways that there are for a target: beside a stored value, none removes it. */
export function loginsFor(target: TargetForm, schema: OptionsSchema | undefined): readonly Login[] {
  const inOptions = OPTION_LOGINS.filter((login) => schema?.properties?.[login] !== undefined)
  return [...(target.hasStoredSecret ? ['stored' as const] : []), 'none', ...inOptions, 'header', 'secret']
}

/** The target with another way to log in, and none beside it. */
export function withLogin(target: TargetForm, login: Login): TargetForm {
  const others = Object.entries(target.options).filter(([name]) => !OPTION_LOGINS.some((one) => one === name))
  const options = Object.fromEntries(others)
  if (login === 'bearer' || login === 'basic' || login === 'oauth2') {
    const none = target.hasStoredSecret ? 'stored' : 'none'
    const again = target.storedOptions[login] ?? {}
    return {
      ...target,
      authentication: none,
      authenticationValue: '',
      options: { ...options, [login]: again },
    }
  }
  return { ...target, authentication: login, authenticationValue: '', options }
}
