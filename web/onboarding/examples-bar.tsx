import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ApiProblem, api } from '../data/api.ts'
import { overviewQuery } from '../data/queries.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import styles from './examples-bar.module.css'

/** Stands over the list while it holds made-up conversations, so that nobody answers one in earnest. */
export function ExamplesBar() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: api.removeExamples,
    onSuccess: async () => {
      await navigate({ to: '/inbox' })
      await Promise.all([client.invalidateQueries(overviewQuery), client.invalidateQueries({ queryKey: ['threads'] })])
    },
  })
  const reason = remove.error && problemText(remove.error instanceof ApiProblem ? remove.error.code : undefined)
  return (
    <div className={styles.bar}>
      <span>{reason ? t('onboarding.failed', { reason }) : t('onboarding.examples')}</span>
      <span aria-hidden="true">·</span>
      <Button variant="link" isLoading={remove.isPending} onClick={() => remove.mutate()}>
        {t('onboarding.removeExamples')}
      </Button>
    </div>
  )
}
