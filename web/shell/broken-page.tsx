import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { Compass, ServerCrash } from 'lucide-react'
import { ApiProblem } from '../data/api.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import styles from './broken-page.module.css'

/** In place of a page whose code or first question failed. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <main className={styles.page}>
      <Empty
        icon={ServerCrash}
        title={t('shell.broken')}
        action={
          <Button variant="primary" onClick={retry}>
            {t('ui.tryAgain')}
          </Button>
        }
      >
        {error instanceof ApiProblem ? problemText(error.code, error.details) : t('shell.brokenText')}
      </Empty>
    </main>
  )
}

export function NotFoundPage() {
  return (
    <main className={styles.page}>
      <Empty icon={Compass} title={t('shell.notFound')} action={<Link to="/inbox">{t('shell.toInbox')}</Link>}>
        {t('shell.notFoundText')}
      </Empty>
    </main>
  )
}
