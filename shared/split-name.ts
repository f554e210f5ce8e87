/** A name as HubSpot has it, in two fields: what stands before the last word, and the last word. Names of one word have no last. */
export function splitName(name: string): { firstName: string; lastName?: string } {
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? words.at(-1) : undefined
  return last === undefined ? { firstName: name.trim() } : { firstName: words.slice(0, -1).join(' '), lastName: last }
}
