import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Cpu, KeyRound } from 'lucide-react'
import { overviewQuery } from '../../data/queries.ts'
import type { AuditEntry } from '../../data/types.ts'
import { exactTime, messageTime } from '../../labels/format.ts'
import { t, tx } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './audit-row.module.css'
import { fieldText, valueWord } from './audit-words.ts'

/** A change as a sentence, which unfolds to how it was before and after. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const now = useNow()
  const { who, subject, remoteAddress } = entry
  return (
    <li className={styles.row}>
      <details>
        <summary className={styles.summary}>
          <ChevronRight className={styles.chevron} size={16} strokeWidth={1.75} aria-hidden />
          <Face who={who} />
          <span className={styles.sentence}>
            {tx(`audit.says.${entry.action}`, { who: <b>{whoText(who)}</b>, subject: <b>{subjectText(subject)}</b> })}
          </span>
          <span className={styles.meta}>
            {remoteAddress !== '' && (
              <span className={styles.address}>{t('audit.at', { address: remoteAddress })}</span>
            )}
            <time dateTime={entry.at} title={exactTime(entry.at)}>
              {messageTime(entry.at, now)}
            </time>
          </span>
        </summary>
        <div className={styles.details}>
          <Values entry={entry} />
          <p className={styles.foot}>
            <time dateTime={entry.at}>{exactTime(entry.at)}</time>
            <Link to="/settings/audit" search={{ subject: `${subject.type}.${subject.id}` }}>
              {t('audit.onlyThis', { name: subjectText(subject) })}
            </Link>
          </p>
        </div>
      </details>
    </li>
  )
}

function Face({ who }: { who: AuditEntry['who'] }) {
  if (who.type === 'user') return <Avatar id={who.id ?? ''} name={who.name ?? ''} size={24} />
  const Icon = who.type === 'token' ? KeyRound : Cpu
  return (
    <span className={styles.glyph}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
    </span>
  )
}

function whoText({ type, name }: AuditEntry['who']): string {
  if (type === 'system') return t('audit.system')
  if (name === null) return t('audit.unnamed')
  return type === 'token' ? t('audit.app', { name }) : name
}

function subjectText({ name, isGone }: AuditEntry['subject']): string {
  if (name === null) return t('audit.nothing')
  return isGone ? t('audit.gone', { name }) : name
}

function Values({ entry: { before, after } }: { entry: AuditEntry }) {
  const nameOf = useNames()
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  if (fields.length === 0) return <p className={styles.none}>{t('audit.noDetails')}</p>
  return (
    <table className={styles.values}>
      <thead>
        <tr>
          <th scope="col">{t('audit.field')}</th>
          <th scope="col">{t('audit.before')}</th>
          <th scope="col">{t('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{fieldText(field)}</th>
            <td>{valueText(before[field], field, nameOf)}</td>
            <td>{valueText(after[field], field, nameOf)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type NameOf = (field: string, id: string) => string

function valueText(value: unknown, field: string, nameOf: NameOf): string {
  if (value === undefined || value === null || value === '') return '–'
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (Array.isArray(value)) return value.map((one) => valueText(one, field, nameOf)).join(', ') || '–'
  if (typeof value === 'object') return JSON.stringify(value)
  return valueWord(field, String(value)) ?? nameOf(field, String(value))
}

/** Ids of people and inboxes by the names that they have now. */
function useNames(): NameOf {
  const { colleagues, inboxes } = useSuspenseQuery(overviewQuery).data
  return (field, id) => {
    const known = /^(userIds?|ownerId)$/.test(field) ? colleagues : /^inboxIds?$/.test(field) ? inboxes : []
    return known.find((one) => one.id === id)?.name ?? id
  }
}
