import { createContext, useContext, useLayoutEffect } from 'react'

/** How the form of a dialog says whether something in it would be lost. */
export const UnsavedContext = createContext({
  report: (_isUnsaved: boolean): void => undefined,
})

/** Reports to the dialog around it, until the form is gone. */
export function useReportUnsaved(isUnsaved: boolean): void {
  const { report } = useContext(UnsavedContext)
  useLayoutEffect(() => {
    report(isUnsaved)
    return () => report(false)
  }, [report, isUnsaved])
}
