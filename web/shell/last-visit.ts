const STORED_AS = 'bellbuoy-was-logged-in'

/** Whether a user was logged in at the last visit of this browser. A guess: only the server knows. */
export function wasLoggedIn(): boolean {
  return localStorage.getItem(STORED_AS) === 'true'
}

export function rememberVisit(isLoggedIn: boolean): void {
  localStorage.setItem(STORED_AS, String(isLoggedIn))
}
