import { ApiProblem } from '../../data/api.ts'
import { problemText } from '../../labels/labels.ts'

/** The sentence of what a change was refused with, or null: as the reader's language has it. */
export function refusalText(error: Error | null): string | null {
  if (!error) return null
  return error instanceof ApiProblem ? problemText(error.code, { ...error.details }) : problemText(undefined)
}
