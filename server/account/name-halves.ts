/** A name as HubSpot has it, in two fields: what stands before the last word, and the last word. Names of one word have no last. */
export function splitName(name: string): { firstName: string; lastName?: string } {
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? words.at(-1) : undefined
  return last === undefined ? { firstName: name.trim() } : { firstName: words.slice(0, -1).join(' '), lastName: last }
}

/** "kari.solheim@solvik.example" is Kari Solheim until somebody says otherwise. */
export function nameFromAddress(email: string): string {
  const words = (email.split('@')[0] ?? '').split(/[._+-]+/).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email
}
