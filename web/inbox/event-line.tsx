import { CircleCheck, CircleDot, FolderInput, Merge, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TimelineItem } from '../data/types.ts'
import { exactTime, messageTime } from '../labels/format.ts'
import { t, tx } from '../labels/labels.ts'
import styles from './event-line.module.css'
import { RoutingWhy, routingSentence } from './routing-why.tsx'

type EventLineProps = {
  item: TimelineItem
  now: number
  nameOf: (userId: string) => string
  /** null: an inbox that the reader may not see, and so not hear named */
  inboxNameOf: (inboxId: string) => string | null
}

/** Something that happened to the conversation, as one centred line. */
export function EventLine({ item, now, nameOf, inboxNameOf }: EventLineProps) {
  const Icon = iconOf(item)
  const { why, to = null } = item.change
  if (why) {
    return (
      <details className={styles.routed}>
        <summary className={styles.event}>
          <Icon size={14} strokeWidth={1.9} aria-hidden />
          <span>
            {routingSentence({ to, why }, nameOf)},{' '}
            <time dateTime={item.at} title={exactTime(item.at)}>
              {messageTime(item.at, now)}
            </time>
          </span>
        </summary>
        <RoutingWhy why={why} nameOf={nameOf} />
      </details>
    )
  }
  return (
    <p className={styles.event}>
      <Icon size={14} strokeWidth={1.9} aria-hidden />
      <span>
        {item.kind === 'moved' ? moveSentence(item, inboxNameOf) : sentenceOf(item, nameOf)},{' '}
        <time dateTime={item.at} title={exactTime(item.at)}>
          {messageTime(item.at, now)}
        </time>
      </span>
    </p>
  )
}

function sentenceOf({ kind, author, change }: TimelineItem, nameOf: (userId: string) => string): ReactNode {
  const actor = author.kind === 'user' ? <b key="actor">{author.name}</b> : null
  if (kind === 'joined') return actor ? tx('event.joined', { actor }) : t('event.joinedSystem')
  if (kind === 'status') {
    if (change.to === 'closed') return actor ? tx('event.closed', { actor }) : t('event.closedSystem')
    if (change.reason === 'message') return t('event.reopenedAnswer')
    if (change.reason === 'failure') return t('event.reopenedFailed')
    return actor ? tx('event.reopened', { actor }) : t('event.reopenedSystem')
  }
  if (!change.to) return actor ? tx('event.unassigned', { actor }) : t('event.unassignedSystem')
  if (actor && change.to === author.id) return tx('event.assignedSelf', { actor })
  const name = <b key="name">{nameOf(change.to)}</b>
  return actor ? tx('event.assigned', { actor, name }) : tx('event.assignedSystem', { name })
}

function moveSentence({ author, change }: TimelineItem, inboxNameOf: EventLineProps['inboxNameOf']): ReactNode {
  const bold = (key: string, name: string | null) => (name === null ? null : <b key={key}>{name}</b>)
  const actor = author.kind === 'user' ? bold('actor', author.name) : null
  const from = change.from ? bold('from', inboxNameOf(change.from)) : null
  const to = change.to ? bold('to', inboxNameOf(change.to)) : null
  if (!actor) return from && to ? tx('event.movedSystem', { from, to }) : t('event.movedSystemUnseen')
  if (from && to) return tx('event.moved', { actor, from, to })
  if (to) return tx('event.movedTo', { actor, to })
  return from ? tx('event.movedFrom', { actor, from }) : tx('event.movedUnseen', { actor })
}

function iconOf({ kind, change }: TimelineItem) {
  if (kind === 'joined') return Merge
  if (kind === 'moved') return FolderInput
  if (kind === 'assignment' || kind === 'routed') return UserRound
  return change.to === 'closed' ? CircleCheck : CircleDot
}
