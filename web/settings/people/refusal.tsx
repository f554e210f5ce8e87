import { CircleAlert } from 'lucide-react'
import { ApiProblem } from '../../data/api.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Note } from '../../ui/note.tsx'
import { lineProblemText } from './line-problem.ts'

/** Why something was not done, below what was asked for; `email`: of whom, where it was about inviting somebody. */
export function Refusal({ error, email = '' }: { error: Error | null; email?: string }) {
  if (!error) return null
  return (
    <Note tone="bad" icon={CircleAlert} role="alert">
      {error instanceof ApiProblem ? textOf(error, email) : t('problem.fault')}
    </Note>
  )
}

/** What is wrong with somebody who was to be invited is told by its code, in the reader's language. */
function textOf(problem: ApiProblem, email: string): string {
  const [first] = problem.errors
  return (first?.code && lineProblemText(first.code, email)) || problemText(problem.code, problem.details)
}
