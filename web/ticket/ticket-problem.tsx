import { TriangleAlert } from 'lucide-react'
import { ApiProblem } from '../data/api.ts'
import { problemText } from '../labels/labels.ts'
import { Note } from '../ui/note.tsx'

/** Why the last change of a ticket was not made. */
export function TicketProblem({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <Note tone="bad" icon={TriangleAlert} role="alert">
      {error instanceof ApiProblem ? problemText(error.code, { ...error.details }) : problemText(undefined)}
    </Note>
  )
}
