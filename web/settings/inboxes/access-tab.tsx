import { useQuery } from '@tanstack/react-query'
import { CircleX } from 'lucide-react'
import { ApiProblem } from '../../data/api.ts'
import { inboxAccessQuery } from '../../data/queries.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { Delayed, Skeleton } from '../../ui/skeleton.tsx'
import { AccessForm } from './access-form.tsx'

/** Tab *Access* of an inbox (S10): who works in it, and what that means for everybody. */
export function AccessTab({ inboxId }: { inboxId: string }) {
  const { data, error, refetch } = useQuery(inboxAccessQuery(inboxId))
  if (data) return <AccessForm saved={data} />
  if (error) {
    return (
      <Note tone="bad" icon={CircleX} role="alert">
        <p>{t('access.failed')}</p>
        {error instanceof ApiProblem && <p>{problemText(error.code, error.details)}</p>}
        <Button onClick={() => void refetch()}>{t('ui.tryAgain')}</Button>
      </Note>
    )
  }
  return (
    <Delayed>
      <Skeleton width="40%" />
    </Delayed>
  )
}
