import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Check, Copy, Mail, MessagesSquare, Send } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiProblem, api } from '../data/api.ts'
import { overviewQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { copyText } from '../ui/copy-text.ts'
import { Mark } from '../ui/mark.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import styles from './welcome.module.css'

/** The first minute: the address that receives already, and two ways to see a conversation at once. */
export function Welcome() {
  const { user } = useSession()
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  const inbox = inboxes.find(({ fallbackAddress }) => fallbackAddress !== null) ?? inboxes[0]
  return (
    <div className={styles.page}>
      <div className={styles.ghosts}>
        <SkeletonRows count={5} />
        <p className={styles.first}>{t('onboarding.first')}</p>
      </div>
      <div className={styles.middle}>
        <div className={styles.welcome}>
          <Mark height={39} />
          <h2 className={styles.title}>{t('onboarding.ready', { name: firstName(user.name) })}</h2>
          <p className={styles.lead}>{t('onboarding.lead')}</p>
          {inbox?.fallbackAddress ? (
            <Address address={inbox.fallbackAddress} isReceiving={inbox.isReceiving} />
          ) : (
            <p className={styles.problem}>{t('onboarding.noAddress')}</p>
          )}
          <ul className={styles.steps}>
            <TestMailStep />
            <ExamplesStep />
          </ul>
        </div>
      </div>
    </div>
  )
}

function Address({ address, isReceiving }: { address: string; isReceiving: boolean }) {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null)
  useEffect(() => {
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome(null), 2000)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async () => setOutcome((await copyText(address)) ? 'copied' : 'notCopied')
  return (
    <>
      <div className={styles.address}>
        <output className={styles.addressText} aria-label={t('onboarding.address')}>
          {address}
        </output>
        <Button
          variant="primary"
          size="lg"
          icon={outcome === 'copied' ? Check : Copy}
          className={styles.copy}
          onClick={() => void copy()}
        >
          {outcome === 'copied' ? t('onboarding.copied') : t('onboarding.copy')}
        </Button>
      </div>
      <p className={styles.state}>
        <span className={isReceiving ? styles.live : styles.off}>
          {isReceiving ? t('onboarding.receiving') : t('onboarding.notReceiving')}
        </span>
        <span role="status">
          {outcome === 'notCopied' && t('onboarding.notCopied')}
          {outcome === 'copied' && <span className="sr-only">{t('onboarding.copied')}</span>}
        </span>
      </p>
    </>
  )
}

function TestMailStep() {
  const send = useMutation({ mutationFn: api.sendTestMail })
  return (
    <Step
      glyph={<Mail size={18} strokeWidth={1.75} aria-hidden />}
      title={t('onboarding.tryTitle')}
      text={send.isSuccess ? t('onboarding.testMailSent') : t('onboarding.tryText')}
      error={send.error}
    >
      <Button icon={Send} isLoading={send.isPending} onClick={() => send.mutate()}>
        {t('onboarding.testMail')}
      </Button>
    </Step>
  )
}

function ExamplesStep() {
  const client = useQueryClient()
  const load = useMutation({
    mutationFn: api.loadExamples,
    onSuccess: () =>
      Promise.all([client.invalidateQueries(overviewQuery), client.invalidateQueries({ queryKey: ['threads'] })]),
  })
  return (
    <Step
      glyph={<MessagesSquare size={18} strokeWidth={1.75} aria-hidden />}
      title={t('onboarding.examplesTitle')}
      text={t('onboarding.examplesText')}
      error={load.error}
    >
      <Button isLoading={load.isPending} onClick={() => load.mutate()}>
        {t('onboarding.loadExamples')}
      </Button>
    </Step>
  )
}

type StepProps = { glyph: ReactNode; title: string; text: string; error: Error | null; children: ReactNode }

function Step({ glyph, title, text, error, children }: StepProps) {
  const reason = error && problemText(error instanceof ApiProblem ? error.code : undefined)
  return (
    <li className={styles.step}>
      <span className={styles.glyph}>{glyph}</span>
      <div className={styles.words}>
        <p className={styles.stepTitle}>{title}</p>
        <p className={styles.stepText} role="status">
          {reason ? <span className={styles.problem}>{t('onboarding.failed', { reason })}</span> : text}
        </p>
      </div>
      {children}
    </li>
  )
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name
}
