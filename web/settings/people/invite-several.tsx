import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileUp, TriangleAlert } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import { api } from '../../data/api.ts'
import { invitationsQuery } from '../../data/queries.ts'
import type { InvitationLine, SentInvitation, Team } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { Field } from '../../ui/text-field.tsx'
import { lineProblemText } from './line-problem.ts'
import styles from './people.module.css'
import type { Place } from './place-fields.tsx'
import { Refusal } from './refusal.tsx'
import { TeamsOf } from './teams-of.tsx'
import { useSendsMail } from './use-sends-mail.ts'

type InviteSeveralProps = {
  place: Place
  teams: readonly Team[]
  onSent: (sent: SentInvitation[]) => void
  children: ReactNode
}

/** A pasted list or a CSV file: looked at line by line first, then sent whole or not at all. */
export function InviteSeveral({ place, teams, onSent, children }: InviteSeveralProps) {
  const client = useQueryClient()
  const sendsMail = useSendsMail()
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const check = useMutation({ mutationFn: () => api.previewInvitations({ text, ...place }) })
  const [leftOut, setLeftOut] = useState<ReadonlySet<number>>(new Set())
  const lines = (check.data?.lines ?? []).filter((_, index) => !leftOut.has(index))
  const bad = lines.filter(({ problems }) => problems.length > 0)
  const send = useMutation({
    mutationFn: async () => (await api.invite(lines.map(invitationOf))).results,
    onSuccess: async (sent) => {
      await client.invalidateQueries(invitationsQuery)
      onSent(sent)
    },
  })
  const edit = (value: string) => {
    check.reset()
    send.reset()
    setLeftOut(new Set())
    setText(value)
  }
  const look = () => {
    send.reset()
    setLeftOut(new Set())
    check.mutate()
  }
  const leaveOut = () =>
    setLeftOut(
      new Set((check.data?.lines ?? []).flatMap(({ problems }, index) => (problems.length > 0 ? [index] : []))),
    )
  return (
    <div className={styles.form}>
      <Field label={t('people.list')} hint={t('people.listHint')} controlId={id}>
        <textarea
          id={id}
          className={styles.area}
          aria-describedby={`${id}-note`}
          spellCheck={false}
          value={text}
          onChange={(event) => edit(event.target.value)}
        />
      </Field>
      <div className={styles.buttons}>
        <Button icon={FileUp} onClick={() => file.current?.click()}>
          {t('people.upload')}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          hidden
          onChange={(event) => void event.target.files?.[0]?.text().then(edit)}
        />
      </div>
      {children}
      <div className={styles.buttons}>
        <Button variant={check.data ? 'secondary' : 'primary'} isLoading={check.isPending} onClick={look}>
          {t('people.check')}
        </Button>
      </div>
      <Refusal error={check.error} />
      {check.data && (
        <>
          <p role="status">{summaryOf(lines.length - bad.length, bad.length)}</p>
          {lines.length > 0 && (
            <ul className={styles.lines} aria-label={t('people.preview')}>
              {lines.map((line) => (
                <Line key={`${line.line} ${line.email}`} line={line} teams={teams} />
              ))}
            </ul>
          )}
          {bad.length > 0 ? (
            <Note tone="bad" icon={TriangleAlert}>
              <p>{t('people.mendFirst')}</p>
              <Button size="sm" onClick={leaveOut}>
                {t('people.leaveOut', { count: bad.length })}
              </Button>
            </Note>
          ) : (
            lines.length > 0 && (
              <div className={styles.buttons}>
                <Button variant="primary" isLoading={send.isPending} onClick={() => send.mutate()}>
                  {t(sendsMail ? 'people.sendSeveral' : 'people.makeLinks', { count: lines.length })}
                </Button>
              </div>
            )
          )}
          <Refusal error={send.error} />
        </>
      )}
    </div>
  )
}

function Line({ line, teams }: { line: InvitationLine; teams: readonly Team[] }) {
  return (
    <li className={styles.line}>
      <span className={styles.lineNumber}>{t('people.line', { line: line.line })}</span>
      <div className={styles.text}>
        <div>{line.name ? `${line.name}, ${line.email}` : line.email}</div>
        {line.problems.length === 0 ? (
          <div className={styles.quiet}>
            {t(`people.role.${line.role}`)} · {t('people.seat')}: {t(`people.seat.${line.seat}`)} · {t('people.team')}:{' '}
            <TeamsOf place={line} teams={teams} />
          </div>
        ) : (
          line.problems.map(({ code, value }) => (
            <div key={`${code} ${value}`} className={styles.problem}>
              {lineProblemText(code, value)}
            </div>
          ))
        )}
      </div>
    </li>
  )
}

function summaryOf(good: number, bad: number): string {
  if (good + bad === 0) return t('people.nothingListed')
  const sentences = [
    good > 0 ? t('people.linesGood', { count: good }) : [],
    bad > 0 ? t('people.linesBad', { count: bad }) : [],
  ]
  return `${sentences.flat().join(', ')}.`
}

const invitationOf = ({ line: _, problems: __, ...invitation }: InvitationLine) => invitation
